'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../../_ui/button.tsx'
import { Field } from '../../_ui/field.tsx'
import { type Answer, call } from './call.ts'
import { CallForm, LinkButton, Problem, Submit } from './form-parts.tsx'
import { useCall } from './use-call.ts'

type Way = 'totp' | 'recovery' | 'passkey'

/** The second factor, by whichever the person has; a recovery code where they have lost it. */
export function FactorForm({ totp, passkey, to }: { totp: boolean; passkey: boolean; to: string }) {
  const t = useTranslations('people.factor')
  const [way, setWay] = useState<Way>(totp ? 'totp' : 'passkey')
  const { run, pending, problem, failure } = useCall()
  const attempt = (prove: () => Promise<Answer<unknown>>) =>
    void run(prove, () => {
      window.location.assign(to)
      return true
    })
  if (failure?.code === 'not_signed_in') window.location.assign('/sign-in?error=ended')
  return (
    <div className="grid gap-5">
      {way === 'passkey' ? null : (
        <CallForm key={way} onSend={({ code = '' }) => attempt(() => call('proveFactor', { kind: way, code }))}>
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
        <LinkButton onClick={() => void call('signOut', undefined).then(() => window.location.assign('/sign-in'))}>
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
async function usePasskeyNow(): Promise<Answer<unknown>> {
  const asked = await call('askPasskey', undefined)
  if (!asked.ok) return asked
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const answer = await startAuthentication({ optionsJSON: asked.data }).catch(() => null)
  if (!answer) return { ok: false, failure: { code: 'passkey_unused', params: {}, trace: null } }
  return call('proveFactor', { kind: 'passkey', answer: { ...answer, clientExtensionResults: { ...answer.clientExtensionResults } } })
}
