import { useLocale, useTranslations } from 'next-intl'
import type { ProposedDecision, QueuedRequest } from '#server/requests/index.ts'
import { amountText } from '#server/format/amount.ts'
import { dateText } from '#server/format/date.ts'
import { Verbatim, verbatim } from '../../../../../_ui/verbatim.tsx'
import { checkAction, withdrawAction } from './actions.ts'
import { CheckForm } from './check-form.tsx'
import { WhatSellerReads } from './what-seller-reads.tsx'
import { WithdrawForm } from './withdraw-form.tsx'

type Props = { request: QueuedRequest; proposal: ProposedDecision; zone: string }

/** A proposed decision that waits: whose, until when, and what this person can do with it. */
export function SecondPerson({ request, proposal, zone }: Props) {
  const [t, problems, locale] = [useTranslations('staff.requests.proposal'), useTranslations('staff.requests.problems'), useLocale()]
  const { can, currency, asOf } = request
  const { id, hash, decision, makerName, expiresAt } = proposal
  const named = { id: request.id, proposal: id, hash }
  const reason = can.check.ok ? null : can.check.reason
  return (
    <div className="grid gap-4">
      <p className="font-semibold">
        {t.rich(decision, { name: verbatim(makerName), amount: amountText(proposal.amount, currency, locale) })}
      </p>
      <WhatSellerReads of={proposal} />
      <p className="text-small text-soft">{t('until', { at: dateText(expiresAt, locale, zone, 'day-and-time', asOf) })}</p>
      {can.confirm.ok ? null : (
        <p className="text-small text-bad">
          {problems(can.confirm.reason)} {t('onlySendBack')}
        </p>
      )}
      {reason === null ? (
        <CheckForm
          action={checkAction.bind(null, named)}
          canConfirm={can.confirm.ok}
          words={{ confirm: t('confirm'), sendBack: t('sendBack'), answer: t('answer') }}
        />
      ) : (
        <p className="rounded-small bg-sunken px-3 py-2 text-small">{problems(reason === 'not_allowed' ? 'check_not_allowed' : reason)}</p>
      )}
      {can.withdraw ? <WithdrawForm action={withdrawAction.bind(null, { id: request.id, proposal: id })} label={t('withdraw')} /> : null}
    </div>
  )
}

/** Proposals that have ended, and how. */
export function EarlierProposals({ request, zone }: Omit<Props, 'proposal'>) {
  const [t, locale] = [useTranslations('staff.requests.proposal'), useLocale()]
  const { asOf, currency, proposals } = request
  const ended = proposals.filter(({ state }) => state !== 'waiting' && state !== 'approved')
  if (ended.length === 0) return null
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h3 className="text-small font-semibold">{t('history')}</h3>
      <ul className="grid gap-3 text-small">
        {ended.map((one) => {
          const at = dateText(one.state === 'expired' ? one.expiresAt : (one.endedAt ?? asOf), locale, zone, 'day-and-time', asOf)
          const state = one.state === 'waiting' ? 'expired' : one.state
          return (
            <li key={one.id} className="grid gap-0.5">
              <span>{t.rich(one.decision, { name: verbatim(one.makerName), amount: amountText(one.amount, currency, locale) })}</span>
              <span className="text-soft">{t.rich(`ended.${state}`, { name: verbatim(one.checkerName ?? ''), at })}</span>
              {one.answer === null ? null : (
                <span className="whitespace-pre-wrap text-soft">
                  <Verbatim>{one.answer}</Verbatim>
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
