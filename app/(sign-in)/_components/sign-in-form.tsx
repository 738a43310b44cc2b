'use client'

import { useTranslations } from 'next-intl'
import { paths } from '#server/platform/paths.ts'
import { Field } from '../../_ui/field.tsx'
import { signInBy } from '../../_components/sign-in-by.ts'
import { CallForm, PasswordField, Problem, Submit } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'

/** E-mail and password; what is right leads to the second factor. */
export function SignInForm({ next, error }: { next: string | null; error: string | null }) {
  const t = useTranslations('people')
  const { run, pending, problem } = useCall()
  const to = paths.secondFactor(next)
  return (
    <CallForm
      onSend={({ email = '', password = '' }) =>
        void run(
          () => signInBy('callback/password', { email, password }),
          () => {
            window.location.assign(to)
            return true
          },
        )
      }
    >
      <Field label={t('email')} name="email" type="email" autoComplete="username" required maxLength={254} />
      <PasswordField label={t('password')} name="password" autoComplete="current-password" />
      <Problem>{problem ?? (error ? t('signIn.ended') : null)}</Problem>
      <Submit pending={pending}>{t('signIn.submit')}</Submit>
    </CallForm>
  )
}
