'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { inferRouterInputs } from '@trpc/server'
import type { AppRouter } from '#server/api/router.ts'
import { paths } from '#server/platform/paths.ts'
import { ButtonLink } from '../../_ui/button.tsx'
import { Field } from '../../_ui/field.tsx'
import { type Answer, call } from '../../_ui/call.ts'
import { LinkButton } from '../../_ui/form-parts.tsx'
import type { OwnFactors } from './own-factors.ts'

type In = inferRouterInputs<AppRouter>['people']
export type Proof = In['renewRecoveryCodes']['proof']
/** An act of the person's own, or one on the store that is named beside it. */
type Asked = In['askProof'] | In['askStoreProof']
type Way = 'totp' | 'passkey' | 'recovery'

type Props = {
  own: OwnFactors
  /** Whether a recovery code may prove this act: where a lost factor is replaced. */
  recovery?: boolean
  /** What the code's field is called, where another code stands in the form too. */
  label?: ReactNode
}

/** The part of a form that proves its act by the second factor: a code to type, or a passkey that is asked for when the form is sent. */
export function ProofPart({ own, recovery = false, label }: Props) {
  const [t, here] = [useTranslations('people.proof'), usePathname()]
  const [way, setWay] = useState<Way>(own.totp ? 'totp' : 'passkey')
  if (own.waived) return <p className="text-small text-soft">{t('demo')}</p>
  if (!own.totp && !own.passkey)
    return (
      <p className="grid justify-items-start gap-2 text-small text-soft">
        {t('none')}
        <ButtonLink kind="quiet" href={paths.enrol({ next: here })}>
          {t('setUp')}
        </ButtonLink>
      </p>
    )
  return (
    <div className="grid gap-1">
      <input type="hidden" name="proofWay" value={way} />
      {way === 'passkey' ? <p className="text-small text-soft">{t('passkey')}</p> : <CodeField way={way} label={label} />}
      <div className="flex flex-wrap gap-x-5">
        {own.totp && way !== 'totp' ? <LinkButton onClick={() => setWay('totp')}>{t('useApp')}</LinkButton> : null}
        {own.passkey && way !== 'passkey' ? <LinkButton onClick={() => setWay('passkey')}>{t('usePasskey')}</LinkButton> : null}
        {recovery && way !== 'recovery' ? <LinkButton onClick={() => setWay('recovery')}>{t('useRecovery')}</LinkButton> : null}
      </div>
    </div>
  )
}

function CodeField({ way, label }: { way: 'totp' | 'recovery'; label: ReactNode }) {
  const t = useTranslations('people')
  const digits = { inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 7 } as const
  const letters = { autoComplete: 'off', autoCapitalize: 'characters', maxLength: 12, spellCheck: false } as const
  return way === 'totp' ? (
    <Field key="totp" label={label ?? t('factor.totp')} name="proofCode" required {...digits} />
  ) : (
    <Field key="recovery" label={t('factor.recoveryLabel')} hint={t('proof.recoveryEnds')} name="proofCode" required {...letters} />
  )
}

/**
 * Proves an act with what the form's ProofPart holds, and does it.
 * @param asked the act; a passkey is asked for exactly this one
 * @param act the call that does it, with the proof
 */
export async function proven<T>(
  fields: Record<string, string>,
  asked: Asked,
  act: (proof: Proof) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const { proofWay: way, proofCode: code = '' } = fields
  if (way === undefined) return act({ kind: 'demo' })
  if (way === 'totp' || way === 'recovery') return act({ kind: way, code })
  const question = await ('store' in asked
    ? call((api) => api.people.askStoreProof.mutate(asked))
    : call((api) => api.people.askProof.mutate(asked)))
  if (!question.ok) return question
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const answer = await startAuthentication({ optionsJSON: question.data }).catch(() => null)
  if (!answer) return { ok: false, failure: { code: 'passkey_unused', params: {}, trace: null } }
  return act({ kind: 'passkey', answer: { ...answer, clientExtensionResults: { ...answer.clientExtensionResults } } })
}
