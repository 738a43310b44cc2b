'use client'

import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Team } from '#server/people/index.ts'
import { Button } from '../../../../../_ui/button.tsx'
import { call } from '../../../../../_ui/call.ts'
import { Problem } from '../../../../../_ui/form-parts.tsx'
import { useCall } from '../../../../../_ui/use-call.ts'

/** Who was invited and hasn't come yet; each can be sent again or withdrawn. */
export function Invitations({ invitations, store }: { invitations: Team['invitations']; store: string }) {
  const t = useTranslations('people.team')
  const router = useRouter()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, pending, problem } = useCall()
  if (invitations.length === 0) return <p className="text-small text-soft">{t('none')}</p>
  return (
    <div className="grid gap-3">
      <Problem>{problem}</Problem>
      {sentTo === null ? null : <output className="text-small text-good">{t('resent', { email: sentTo })}</output>}
      <ul className="grid rounded-large border border-line bg-raised">
        {invitations.map((invitation) => (
          <Line
            key={invitation.id}
            invitation={invitation}
            pending={pending}
            onAgain={() =>
              void run(
                () => call((api) => api.people.sendInvitationAgain.mutate({ store, id: invitation.id })),
                () => {
                  setSentTo(invitation.email)
                  router.refresh()
                },
              )
            }
            onWithdraw={() =>
              void run(
                () => call((api) => api.people.withdrawInvitation.mutate({ store, id: invitation.id })),
                () => router.refresh(),
              )
            }
          />
        ))}
      </ul>
    </div>
  )
}

type LineProps = {
  invitation: Team['invitations'][number]
  pending: boolean
  onAgain: () => void
  onWithdraw: () => void
}

function Line({ invitation, pending, onAgain, onWithdraw }: LineProps) {
  const t = useTranslations('people.team')
  const format = useFormatter()
  const { email, role, sent, endsAt, live } = invitation
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0">
      <div className="min-w-0">
        <p translate="no" className="break-all">
          {email}
        </p>
        <p className="text-small text-soft">
          {t(`roles.${role}`)} · {live ? t('until', { when: format.dateTime(endsAt, { dateStyle: 'medium' }) }) : t('over')} ·{' '}
          {t('times', { count: sent })}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button kind="quiet" disabled={pending} aria-label={t('againLabel', { email })} onClick={onAgain}>
          {t('again')}
        </Button>
        <Button kind="quiet" disabled={pending} aria-label={t('withdrawLabel', { email })} onClick={onWithdraw}>
          {t('withdraw')}
        </Button>
      </div>
    </li>
  )
}
