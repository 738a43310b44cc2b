import { useLocale, useTranslations } from 'next-intl'
import type { QueuedRequest } from '#server/requests/index.ts'
import { dateText } from '#server/format/date.ts'
import { verbatim } from '../../../../../_ui/verbatim.tsx'
import { DecisionState } from '../../_components/decision-state.tsx'
import { WhatSellerReads } from './what-seller-reads.tsx'

/** The decision, by whom, and what the seller reads of it; nothing before there is one. */
export function Outcome({ request, zone }: { request: QueuedRequest; zone: string }) {
  const [t, locale] = [useTranslations('staff.requests'), useLocale()]
  const { decision, decidedAt, decidedName, proposals, asOf } = request
  if (decision === null || decidedAt === null) return null
  const at = dateText(decidedAt, locale, zone, 'day-and-time', asOf)
  const confirmed = proposals.find(({ state }) => state === 'approved')
  return (
    <div className="grid gap-3">
      <p>
        <DecisionState decision={decision} />
      </p>
      <p>{t.rich(`decided.${decision}`, { name: verbatim(decidedName ?? '—'), at })}</p>
      {confirmed ? <p className="text-small text-soft">{t.rich('decided.two', { name: verbatim(confirmed.makerName) })}</p> : null}
      <WhatSellerReads of={request} />
    </div>
  )
}
