'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { paths } from '#server/platform/paths.ts'
import { Button, ButtonLink } from '../../_ui/button.tsx'
import { Verbatim, verbatim } from '../../_ui/verbatim.tsx'
import { call } from '../../_ui/call.ts'
import { CallForm, Problem, Submit } from '../../_ui/form-parts.tsx'
import type { OwnFactors } from '../second-factor/own-factors.ts'
import { proven, ProofPart } from '../second-factor/proof-part.tsx'
import { RecoveryCodes } from '../second-factor/recovery-codes.tsx'
import { useCall } from '../../_ui/use-call.ts'
import { Unfolding } from '../unfolding.tsx'

type List = {
  totp: boolean
  passkeys: readonly { id: string; label: string; createdAt: Date; usedAt: Date | null }[]
  recoveryCodes: number
}

/** The second factors: what there is, more of them, another app, and away with one. Each change is proven by one of them. */
export function Factors({ factors, own }: { factors: List; own: OwnFactors }) {
  const t = useTranslations('people.security')
  const format = useFormatter()
  const [router, here] = [useRouter(), usePathname()]
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const day = (date: Date) => format.dateTime(date, { dateStyle: 'medium' })
  const any = factors.totp || factors.passkeys.length > 0
  const only = Number(factors.totp) + factors.passkeys.length === 1
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
      <ul className="grid rounded-large border border-line bg-raised">
        <Item title={factors.totp ? t('totpOn') : t('totpOff')}>
          <ButtonLink kind="quiet" href={paths.enrol({ next: here, only: 'totp' })}>
            {factors.totp ? t('replaceTotp') : t('addTotp')}
          </ButtonLink>
          {factors.totp ? <Remove only={only} own={own} name={t('totpOn')} which="totp" /> : null}
        </Item>
        {factors.passkeys.map((passkey) => (
          <Item
            key={passkey.id}
            title={<Verbatim>{passkey.label}</Verbatim>}
            text={`${t('added', { when: day(passkey.createdAt) })} · ${passkey.usedAt ? t('used', { when: day(passkey.usedAt) }) : t('neverUsed')}`}
          >
            <Remove only={only} own={own} name={passkey.label} which={{ passkey: passkey.id }} />
          </Item>
        ))}
        {/* They come with the first factor; before that there are none to have been used up. */}
        {any ? <Recovery left={factors.recoveryCodes} own={own} onNew={setCodes} /> : null}
      </ul>
      <ButtonLink kind="quiet" href={paths.enrol({ next: here, only: 'passkey' })} className="justify-self-start">
        {t('addPasskey')}
      </ButtonLink>
    </div>
  )
}

function Recovery({ left, own, onNew }: { left: number; own: OwnFactors; onNew: (codes: string[]) => void }) {
  const t = useTranslations('people.security')
  const { run, pending, problem } = useCall()
  return (
    <Item title={t('recovery')} text={t('recoveryLeft', { left })}>
      <Unfolding title={t('renew')}>
        <CallForm
          onSend={(fields) =>
            void run(
              () =>
                proven(fields, { verb: 'recovery_codes.renew', content: {} }, (proof) =>
                  call((api) => api.people.renewRecoveryCodes.mutate({ proof })),
                ),
              onNew,
            )
          }
        >
          <ProofPart own={own} recovery />
          <Problem>{problem}</Problem>
          <Submit pending={pending}>{t('renew')}</Submit>
        </CallForm>
      </Unfolding>
    </Item>
  )
}

function Item({ title, text, children }: { title: ReactNode; text?: string; children: ReactNode }) {
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

type RemoveProps = { only: boolean; own: OwnFactors; name: string; which: 'totp' | { passkey: string } }

function Remove({ only, own, name, which }: RemoveProps) {
  const t = useTranslations('people.security')
  const router = useRouter()
  const { run, pending, problem } = useCall()
  const label = t.rich('removeLabel', { name: verbatim(name) })
  if (only)
    return (
      <Button kind="quiet" reason={t('lastFactor')}>
        {label}
      </Button>
    )
  return (
    <Unfolding title={t('remove')} about={name}>
      <CallForm
        onSend={(fields) =>
          void run(
            () =>
              proven(fields, { verb: 'factor.remove', content: { which } }, (proof) =>
                call((api) => api.people.removeFactor.mutate({ which, proof })),
              ),
            () => router.refresh(),
          )
        }
      >
        <ProofPart own={own} recovery />
        <Problem>{problem}</Problem>
        <Submit pending={pending}>{label}</Submit>
      </CallForm>
    </Unfolding>
  )
}
