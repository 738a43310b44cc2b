'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { paths } from '#server/platform/paths.ts'
import { Button } from '../../_ui/button.tsx'
import { Field } from '../../_ui/field.tsx'
import { type Answer, call } from '../../_ui/call.ts'
import { CallForm, LinkButton, Problem, Submit } from '../../_ui/form-parts.tsx'
import { RecoveryCodes } from '../../_components/second-factor/recovery-codes.tsx'
import { useCall } from '../../_ui/use-call.ts'

type Way = 'totp' | 'recovery' | 'passkey'
/** New recovery codes, where the last one was used. */
type Proven = { recoveryCodes: readonly string[] | null }

/** The second factor, by whichever the person has; a recovery code where they have lost it. */
export function FactorForm({ totp, passkey, to }: { totp: boolean; passkey: boolean; to: string }) {
  const t = useTranslations('people.factor')
  const [way, setWay] = useState<Way>(totp ? 'totp' : 'passkey')
  const { run, pending, problem, failure } = useCall()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const attempt = (prove: () => Promise<Answer<Proven>>) =>
    void run(prove, ({ recoveryCodes }) => {
      if (recoveryCodes) return setCodes(recoveryCodes)
      window.location.assign(to)
      return true
    })
  if (failure?.code === 'not_signed_in') window.location.assign(paths.signIn({ error: 'ended' }))
  if (codes) return <RecoveryCodes codes={codes} onKept={() => window.location.assign(to)} />
  return (
    <div className="grid gap-5">
      {way === 'passkey' ? null : (
        <CallForm key={way} onSend={({ code = '' }) => attempt(() => call((api) => api.people.proveFactor.mutate({ kind: way, code })))}>
          <CodeField way={way} label={t(way === 'totp' ? 'totp' : 'recoveryLabel')} />
          <Problem>{problem}</Problem>
          <Submit pending={pending}>{t('submit')}</Submit>
        </CallForm>
      )}
      {way === 'passkey' ? <Problem>{problem}</Problem> : null}
      {passkey ? (
        <Button kind={way === 'passkey' ? 'primary' : 'quiet'} disabled={pending} onClick={() => attempt(usePasskeyNow)} className="w-full">
          {t('passkey')}
        </Button>
      ) : null}
      <div className="flex flex-wrap gap-x-5">
        {way === 'recovery' ? null : <LinkButton onClick={() => setWay('recovery')}>{t('recovery')}</LinkButton>}
        {way !== 'totp' && totp ? <LinkButton onClick={() => setWay('totp')}>{t('useApp')}</LinkButton> : null}
        <LinkButton onClick={() => void call((api) => api.people.signOut.mutate()).then(() => window.location.assign(paths.signIn()))}>
          {t('signOut')}
        </LinkButton>
      </div>
    </div>
  )
}

function CodeField({ way, label }: { way: 'totp' | 'recovery'; label: string }) {
  const digits = { inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 7 } as const
  const letters = { autoComplete: 'off', autoCapitalize: 'characters', maxLength: 12, spellCheck: false } as const
  return <Field label={label} name="code" required {...(way === 'totp' ? digits : letters)} />
}

/** Asks the browser's authenticator; a person who closes its window is told so, and nothing was counted. */
async function usePasskeyNow(): Promise<Answer<Proven>> {
  const asked = await call((api) => api.people.askPasskey.mutate())
  if (!asked.ok) return asked
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const answer = await startAuthentication({ optionsJSON: asked.data }).catch(() => null)
  if (!answer) return { ok: false, failure: { code: 'passkey_unused', params: {}, trace: null } }
  return call((api) =>
    api.people.proveFactor.mutate({ kind: 'passkey', answer: { ...answer, clientExtensionResults: { ...answer.clientExtensionResults } } }),
  )
}
