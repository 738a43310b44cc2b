import { useLocale, useTranslations } from 'next-intl'
import type { QueuedRequest } from '#server/requests/index.ts'
import { dateText } from '#server/format/date.ts'
import { verbatim } from '../../../../../_ui/verbatim.tsx'
import { RequestState } from '../../../../../_components/request-state.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { WhatSellerReads } from './what-seller-reads.tsx'

/** The decision, about which amount and by whom, and what the seller reads of it; nothing before there is one. */
export function Outcome({ request, zone }: { request: QueuedRequest; zone: string }) {
  const [t, locale] = [useTranslations('staff.requests'), useLocale()]
  const { decision, decidedAbout, decidedAt, decidedName, proposals, asOf } = request
  if (decision === null || decidedAt === null) return null
  const at = dateText(decidedAt, locale, zone, 'day-and-time', asOf)
  const confirmed = proposals.find(({ state }) => state === 'approved')
  return (
    <div className="grid gap-3">
      <p>
        <RequestState decision={decision} />
      </p>
      <p>{t.rich(`decided.${decision}`, { name: verbatim(decidedName ?? '—'), at })}</p>
      {decidedAbout ? (
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-small text-soft">{t('decided.about')}</span>
          <Amount {...decidedAbout} />
          <span className="text-small text-faint">{decidedAbout.currency}</span>
        </p>
      ) : null}
      {confirmed ? <p className="text-small text-soft">{t.rich('decided.two', { name: verbatim(confirmed.makerName) })}</p> : null}
      <WhatSellerReads of={request} />
    </div>
  )
}
