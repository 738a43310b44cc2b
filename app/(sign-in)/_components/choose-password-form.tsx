'use client'

import { useTranslations } from 'next-intl'
import { call } from './call.ts'
import { CallForm, PasswordField, Problem, Submit } from './form-parts.tsx'
import { useCall } from './use-call.ts'
import { useToken } from './use-token.ts'

/** A new password by the link from the mail; the second factor follows. */
export function ChoosePasswordForm() {
  const t = useTranslations('people')
  const token = useToken()
  const { run, pending, problem } = useCall()
  if (token === null) return <Problem>{t('choose.gone')}</Problem>
  return (
    <CallForm
      onSend={({ password = '' }) =>
        void run(
          () => call('choosePassword', { token: token ?? '', password }),
          () => {
            window.location.assign('/sign-in/second-factor')
            return true
          },
        )
      }
    >
      <PasswordField label={t('newPassword')} name="password" autoComplete="new-password" hint={t('passwordHint')} />
      <Problem>{problem}</Problem>
      <Submit pending={pending || token === undefined}>{t('choose.submit')}</Submit>
    </CallForm>
  )
}
