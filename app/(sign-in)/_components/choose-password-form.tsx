'use client'

import { useTranslations } from 'next-intl'
import { paths } from '#server/platform/paths.ts'
import { call } from '../../_ui/call.ts'
import { CallForm, PasswordField, Problem, Submit } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'
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
          () => call((api) => api.people.choosePassword.mutate({ token: token ?? '', password })),
          () => {
            window.location.assign(paths.secondFactor())
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
