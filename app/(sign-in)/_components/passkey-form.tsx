'use client'

import { useTranslations } from 'next-intl'
import { Field } from '../../_ui/field.tsx'
import { type Answer, call } from './call.ts'
import { CallForm, LinkButton, Problem, Submit } from './form-parts.tsx'
import { useCall } from './use-call.ts'

type Enrolled = { recoveryCodes: string[] | null }

/** Makes a passkey on this device. */
export function PasskeyForm({ onDone, onBack }: { onDone: (data: Enrolled) => void; onBack: (() => void) | null }) {
  const t = useTranslations('people')
  const { run, pending, problem } = useCall()
  return (
    <CallForm onSend={({ label = '' }) => void run(() => make(label), onDone)}>
      <p className="text-soft">{t('enrol.passkeyText')}</p>
      <Field label={t('enrol.passkeyLabel')} name="label" defaultValue={t('enrol.passkeyDefault')} required maxLength={60} />
      <Problem>{problem}</Problem>
      <Submit pending={pending}>{pending ? t('factor.passkeyWaiting') : t('enrol.passkeyMake')}</Submit>
      {onBack ? <LinkButton onClick={onBack}>{t('cancel')}</LinkButton> : null}
    </CallForm>
  )
}

async function make(label: string): Promise<Answer<Enrolled>> {
  const asked = await call('beginPasskey', undefined)
  if (!asked.ok) return asked
  const { startRegistration } = await import('@simplewebauthn/browser')
  const answer = await startRegistration({ optionsJSON: asked.data }).catch(() => null)
  if (!answer) return { ok: false, failure: { code: 'passkey_unused', params: {}, trace: null } }
  return call('enrolPasskey', { answer: { ...answer, clientExtensionResults: { ...answer.clientExtensionResults } }, label })
}
