'use client'

import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button, ButtonLink } from '../../../../_ui/button.tsx'
import { call } from '../../../../(sign-in)/_components/call.ts'
import { Problem } from '../../../../(sign-in)/_components/form-parts.tsx'
import { RecoveryCodes } from '../../../../(sign-in)/_components/recovery-codes.tsx'
import { useCall } from '../../../../(sign-in)/_components/use-call.ts'

type List = {
  totp: boolean
  passkeys: readonly { id: string; label: string; createdAt: Date; usedAt: Date | null }[]
  recoveryCodes: number
}

/** The second factors: what there is, more of them, and away with one. */
export function Factors({ factors, fresh }: { factors: List; fresh: boolean }) {
  const t = useTranslations('people.security')
  const format = useFormatter()
  const router = useRouter()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { run, pending, problem } = useCall()
  const day = (date: Date) => format.dateTime(date, { dateStyle: 'medium' })
  const any = factors.totp || factors.passkeys.length > 0
  const only = Number(factors.totp) + factors.passkeys.length === 1
  const reason = only ? t('lastFactor') : fresh ? undefined : t('stale')
  const remove = (which: 'totp' | { passkey: string }) =>
    void run(
      () => call('removeFactor', { which }),
      () => router.refresh(),
    )
  if (codes)
    return (
      <RecoveryCodes
        codes={codes}
        onKept={() => {
          setCodes(null)
          router.refresh()
        }}
      />
    )
  return (
    <div className="grid gap-3">
      <Problem>{problem}</Problem>
      <ul className="grid rounded-large border border-line bg-raised">
        <Item title={factors.totp ? t('totpOn') : t('totpOff')}>
          {factors.totp ? (
            <Remove reason={reason} pending={pending} name={t('totpOn')} onRemove={() => remove('totp')} />
          ) : (
            <ButtonLink kind="quiet" href="/sign-in/enrol?next=/settings/security&only=totp">
              {t('addTotp')}
            </ButtonLink>
          )}
        </Item>
        {factors.passkeys.map((passkey) => (
          <Item
            key={passkey.id}
            title={passkey.label}
            text={`${t('added', { when: day(passkey.createdAt) })} · ${passkey.usedAt ? t('used', { when: day(passkey.usedAt) }) : t('neverUsed')}`}
          >
            <Remove reason={reason} pending={pending} name={passkey.label} onRemove={() => remove({ passkey: passkey.id })} />
          </Item>
        ))}
        {/* They come with the first factor; before that there are none to have been used up. */}
        {any ? <Recovery left={factors.recoveryCodes} reason={fresh ? undefined : t('stale')} onNew={setCodes} /> : null}
      </ul>
      <ButtonLink kind="quiet" href="/sign-in/enrol?next=/settings/security&only=passkey" className="justify-self-start">
        {t('addPasskey')}
      </ButtonLink>
    </div>
  )
}

function Recovery({ left, reason, onNew }: { left: number; reason: string | undefined; onNew: (codes: string[]) => void }) {
  const t = useTranslations('people.security')
  const { run, pending, problem } = useCall()
  return (
    <Item title={t('recovery')} text={problem ?? t('recoveryLeft', { left })}>
      <Button kind="quiet" disabled={pending} reason={reason} onClick={() => void run(() => call('renewRecoveryCodes', undefined), onNew)}>
        {t('renew')}
      </Button>
    </Item>
  )
}

function Item({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0">
      <div className="min-w-0">
        <p className="break-words">{title}</p>
        {text ? <p className="text-small text-soft">{text}</p> : null}
      </div>
      {children}
    </li>
  )
}

function Remove({ reason, pending, name, onRemove }: { reason: string | undefined; pending: boolean; name: string; onRemove: () => void }) {
  const t = useTranslations('people.security')
  return (
    <Button kind="quiet" reason={reason} disabled={pending} aria-label={t('removeLabel', { name })} onClick={onRemove}>
      {t('remove')}
    </Button>
  )
}
