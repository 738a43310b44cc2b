'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '../../_ui/field.tsx'
import { verbatim } from '../../_ui/verbatim.tsx'
import { call } from '../../_ui/call.ts'
import { CallForm, Problem, Submit } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'

/** Asks for a link to choose a new password. What it says afterwards is the same for every address. */
export function ForgotForm() {
  const t = useTranslations('people')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, pending, problem } = useCall()
  if (sentTo !== null) return <output>{t.rich('forgot.sent', { email: verbatim(sentTo) })}</output>
  return (
    <CallForm
      onSend={({ email = '' }) =>
        void run(
          () => call((api) => api.people.askPasswordLink.mutate({ email })),
          () => setSentTo(email),
        )
      }
    >
      <Field label={t('email')} name="email" type="email" autoComplete="username" required maxLength={254} />
      <Problem>{problem}</Problem>
      <Submit pending={pending}>{t('forgot.submit')}</Submit>
    </CallForm>
  )
}
