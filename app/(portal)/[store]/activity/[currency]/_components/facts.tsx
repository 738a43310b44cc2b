import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { MovementDetail } from '#server/activity/index.ts'
import { DateTime } from '../../../../../_ui/date.tsx'
import { offsetText } from '#server/format/date.ts'
import { Icon } from '../../../../../_ui/icons.tsx'
import { Link } from '../../../../../_ui/link.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { shownChange } from '../../../_components/shown-change.ts'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'
import { pages } from '../../../_components/page-store.ts'
import { Route } from '../../../_components/route.tsx'

/** An entry in words and figures: how much, from where to where, and what that made of the balance. */
export function Facts({ detail, zone }: { detail: MovementDetail; zone: string }) {
  const [t, shell] = [useTranslations('activity'), useTranslations('shell')]
  const { entry, status, totalAfter, occurredAt } = detail
  const { currency } = entry
  return (
    <div className="grid gap-4">
      <div>
        <h1 className="text-body">{t(`kinds.${entry.kind}`)}</h1>
        <p>
          <Amount {...shownChange(entry)} currency={currency} size="total" /> <span className="text-small text-faint">{currency}</span>
        </p>
        <p className="text-soft">
          <Route entry={entry} />
        </p>
      </div>
      <p className="max-w-[60ch] text-soft">{t(`kindHints.${entry.kind}`)}</p>
      <dl className="grid max-w-2xl">
        <Fact term={t('detail.status')}>
          {t(`statuses.${status}`)}
          <span className="block text-small text-faint">{t(`statusHints.${status}`)}</span>
        </Fact>
        <Fact term={t('detail.balance')}>
          <BalanceChange detail={detail} />
        </Fact>
        <Fact term={t('detail.total')}>
          <Amount amount={totalAfter} currency={currency} />
        </Fact>
        <Fact term={t('detail.occurred')}>
          <Instant at={occurredAt} zone={zone} />
        </Fact>
        <Fact term={t('detail.booked')}>
          <Instant at={entry.bookedAt} zone={zone} />
        </Fact>
        <Names detail={detail} />
        <Fact term={t('detail.number')}>
          <span className="figures">{entry.version}</span>
        </Fact>
      </dl>
      {/* The zone as it is at this entry, which may lie on the other side of a change of clocks. */}
      <p className="text-small text-faint">{shell('zone', { zone: offsetText(zone, entry.bookedAt) })}</p>
    </div>
  )
}

/** The marketplace's names of what the entry belongs to. */
function Names({ detail: { entry, eventId } }: { detail: MovementDetail }) {
  const t = useTranslations('activity')
  return (
    <>
      {entry.order ? (
        <>
          <Fact term={t('detail.order')}>
            <Link href={pages().order(entry.order.orderId)} className="text-accent underline underline-offset-4">
              <Verbatim>{entry.order.orderId}</Verbatim>
            </Link>
          </Fact>
          <Fact term={t('detail.line')}>
            <Verbatim>{entry.order.lineId}</Verbatim>
          </Fact>
        </>
      ) : null}
      {eventId === null ? null : (
        <Fact term={t('detail.event')}>
          <Verbatim>{eventId}</Verbatim>
        </Fact>
      )}
    </>
  )
}

/** The balance before and after, or that it stayed as it was. */
function BalanceChange({ detail: { entry, balanceBefore } }: { detail: MovementDetail }) {
  const t = useTranslations('activity')
  const { currency, balanceAfter } = entry
  if (balanceBefore === balanceAfter)
    return (
      <>
        <Amount amount={balanceAfter} currency={currency} />
        <span className="block text-small text-faint">{t('detail.notAffected')}</span>
      </>
    )
  return (
    <span className="inline-flex flex-wrap items-baseline justify-end gap-x-1.5">
      <Amount amount={balanceBefore} currency={currency} />
      <Icon name="right" className="size-3.5 self-center" />
      <span className="sr-only">{t('to')}</span>
      <Amount amount={balanceAfter} currency={currency} className="font-semibold" />
    </span>
  )
}

/** With its year, because a page that is printed is read later. */
function Instant({ at, zone }: { at: number; zone: string }) {
  return (
    <span className="figures">
      <DateTime at={at} zone={zone} form="day-and-time" now={0} />
    </span>
  )
}

function Fact({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 border-b border-line py-2">
      <dt className="text-small text-soft">{term}</dt>
      <dd className="min-w-0 text-end wrap-anywhere">{children}</dd>
    </div>
  )
}
