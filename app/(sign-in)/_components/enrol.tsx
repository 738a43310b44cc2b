'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Field } from '../../_ui/field.tsx'
import { Verbatim } from '../../_ui/verbatim.tsx'
import { call } from '../../_ui/call.ts'
import { CallForm, LinkButton, Problem, Submit } from '../../_ui/form-parts.tsx'
import { hasFactor, type OwnFactors } from '../../_components/second-factor/own-factors.ts'
import { PasskeyForm } from './passkey-form.tsx'
import { proven, ProofPart } from '../../_components/second-factor/proof-part.tsx'
import { RecoveryCodes } from '../../_components/second-factor/recovery-codes.tsx'
import { useCall } from '../../_ui/use-call.ts'

type Setup = { text: string; uri: string; qr: { size: number; path: string } }
type Way = 'totp' | 'passkey'

const asItIs = (name: ReactNode) => <Verbatim>{name}</Verbatim>

/** Choosing and enrolling a second factor. Where it is the first, the recovery codes follow; a further one is proven by one that there is. */
export function Enrol({ to, only, own }: { to: string; only: Way | null; own: OwnFactors }) {
  const t = useTranslations('people.enrol')
  const [way, setWay] = useState<Way | null>(only)
  const [setup, setSetup] = useState<Setup | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { run, pending, problem } = useCall()
  const done = ({ recoveryCodes }: { recoveryCodes: string[] | null }) => {
    if (recoveryCodes) return setCodes(recoveryCodes)
    window.location.assign(to)
  }
  const begin = () => {
    setWay('totp')
    void run(() => call((api) => api.people.beginTotp.mutate()), setSetup)
  }
  const appText = t.rich('appText', { app: asItIs })
  if (codes) return <RecoveryCodes codes={codes} onKept={() => window.location.assign(to)} />
  if (way === 'passkey') return <PasskeyForm own={own} onDone={done} onBack={only ? null : () => setWay(null)} />
  if (way === 'totp' && setup) return <TotpForm setup={setup} own={own} onDone={done} onBack={only ? null : () => setWay(null)} />
  if (only === 'totp') return <Choice title={t('app')} text={appText} pending={pending} onChoose={begin} problem={problem} />
  return (
    <div className="grid gap-4">
      <Choice title={t('app')} text={appText} pending={pending} onChoose={begin} problem={problem} />
      <Choice title={t('passkey')} text={t('passkeyText')} pending={pending} onChoose={() => setWay('passkey')} problem={null} />
      <p className="text-small text-soft">{t('choose')}</p>
    </div>
  )
}

type ChoiceProps = { title: string; text: ReactNode; pending: boolean; onChoose: () => void; problem: string | null }

function Choice({ title, text, pending, onChoose, problem }: ChoiceProps) {
  return (
    <div className="grid gap-2">
      <button
        type="button"
        disabled={pending}
        onClick={onChoose}
        className="grid gap-1 rounded-large border border-edge bg-raised px-4 py-3 text-start hover:border-ink disabled:opacity-60"
      >
        <span className="font-semibold">{title}</span>
        <span className="text-small text-soft">{text}</span>
      </button>
      <Problem>{problem}</Problem>
    </div>
  )
}

type TotpProps = { setup: Setup; own: OwnFactors; onDone: (data: { recoveryCodes: string[] | null }) => void; onBack: (() => void) | null }

function TotpForm({ setup, own, onDone, onBack }: TotpProps) {
  const t = useTranslations('people')
  const { run, pending, problem } = useCall()
  return (
    <CallForm
      onSend={({ code = '', ...fields }) =>
        void run(
          () =>
            hasFactor(own)
              ? proven(fields, { verb: 'factor.totp', content: {} }, (proof) => call((api) => api.people.enrolTotp.mutate({ code, proof })))
              : call((api) => api.people.enrolTotp.mutate({ code, proof: null })),
          onDone,
        )
      }
    >
      <div className="grid justify-items-start gap-3">
        <p>{t('enrol.appScan')}</p>
        <svg
          viewBox={`0 0 ${setup.qr.size} ${setup.qr.size}`}
          role="img"
          aria-label={t('enrol.qr')}
          className="w-52 rounded-small border border-line"
          shapeRendering="crispEdges"
        >
          {/* Black on white in each theme: cameras don't read the reverse. */}
          <rect width={setup.qr.size} height={setup.qr.size} fill="#fff" />
          <path d={setup.qr.path} fill="#000" />
        </svg>
        <a href={setup.uri} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4 sm:hidden">
          {t('enrol.appOpen')}
        </a>
        <p className="text-small text-soft">{t('enrol.appType')}</p>
        <code data-secret translate="no" className="text-small break-all select-all">
          {setup.text.match(/.{1,4}/g)?.join(' ')}
        </code>
      </div>
      <Field label={t('enrol.appCode')} name="code" required inputMode="numeric" autoComplete="one-time-code" maxLength={7} />
      {hasFactor(own) ? <ProofPart own={own} recovery label={t('proof.oldTotp')} /> : null}
      <Problem>{problem}</Problem>
      <Submit pending={pending}>{t('enrol.submit')}</Submit>
      {onBack ? <LinkButton onClick={onBack}>{t('cancel')}</LinkButton> : null}
    </CallForm>
  )
}
