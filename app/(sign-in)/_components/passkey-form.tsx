'use client'

import { useTranslations } from 'next-intl'
import { Field } from '../../_ui/field.tsx'
import { type Answer, call } from '../../_ui/call.ts'
import { CallForm, LinkButton, Problem, Submit } from '../../_ui/form-parts.tsx'
import { hasFactor, type OwnFactors } from '../../_components/second-factor/own-factors.ts'
import { type Proof, proven, ProofPart } from '../../_components/second-factor/proof-part.tsx'
import { useCall } from '../../_ui/use-call.ts'

type Enrolled = { recoveryCodes: string[] | null }

/** Makes a passkey on this device. */
export function PasskeyForm({ own, onDone, onBack }: { own: OwnFactors; onDone: (data: Enrolled) => void; onBack: (() => void) | null }) {
  const t = useTranslations('people')
  const { run, pending, problem } = useCall()
  return (
    <CallForm
      onSend={({ label = '', ...fields }) =>
        void run(
          () =>
            hasFactor(own)
              ? proven(fields, { verb: 'factor.passkey', content: { label } }, (proof) => make(label, proof))
              : make(label, null),
          onDone,
        )
      }
    >
      <p className="text-soft">{t('enrol.passkeyText')}</p>
      <Field label={t('enrol.passkeyLabel')} name="label" defaultValue={t('enrol.passkeyDefault')} required maxLength={60} />
      {hasFactor(own) ? <ProofPart own={own} recovery /> : null}
      <Problem>{problem}</Problem>
      <Submit pending={pending}>{pending ? t('factor.passkeyWaiting') : t('enrol.passkeyMake')}</Submit>
      {onBack ? <LinkButton onClick={onBack}>{t('cancel')}</LinkButton> : null}
    </CallForm>
  )
}

async function make(label: string, proof: Proof | null): Promise<Answer<Enrolled>> {
  const asked = await call((api) => api.people.beginPasskey.mutate())
  if (!asked.ok) return asked
  const { startRegistration } = await import('@simplewebauthn/browser')
  const answer = await startRegistration({ optionsJSON: asked.data }).catch(() => null)
  if (!answer) return { ok: false, failure: { code: 'passkey_unused', params: {}, trace: null } }
  return call((api) =>
    api.people.enrolPasskey.mutate({ answer: { ...answer, clientExtensionResults: { ...answer.clientExtensionResults } }, label, proof }),
  )
}
