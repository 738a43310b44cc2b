import { useLocale, useTranslations } from 'next-intl'
import type { Entry } from '#server/activity/index.ts'
import { type Column, DataTable } from '../../../_ui/data-table.tsx'
import { DateTime } from '../../../_ui/date.tsx'
import { amountText } from '#server/format/amount.ts'
import { dateText } from '#server/format/date.ts'
import { Link } from '../../../_ui/link.tsx'
import { Amount } from '../../../_ui/money.tsx'
import { Verbatim } from '../../../_ui/verbatim.tsx'
import { pages } from './page-store.ts'
import { Route } from './route.tsx'
import { shownChange } from './shown-change.ts'
import { underDays } from './under-days.ts'

type Props = {
  caption: string
  entries: readonly Entry[]
  zone: string
  /** The portal's clock, epoch milliseconds. */
  now: number
  /** Where rows of several currencies stand together each says its own. */
  withCurrency?: boolean
  /** What a list's address says of its rows: a row's own page leads back to them. */
  search?: string
}

/** Movements under their days, newest first, each with the buckets that it went from and to and the balance after it. */
export function ActivityTable({ caption, entries, zone, now, withCurrency = false, search = '' }: Props) {
  const locale = useLocale()
  const columns = useColumns(zone, withCurrency, search)
  const groups = underDays(entries, (entry) => entry.bookedAt, zone).map(({ day, rows }) => ({
    key: day,
    heading: dateText(rows[0]?.bookedAt ?? now, locale, zone, 'day-and-weekday', now),
    rows,
  }))
  return <DataTable caption={caption} columns={columns} groups={groups} rowKey={(entry) => `${entry.currency}${entry.version}`} />
}

function useColumns(zone: string, withCurrency: boolean, search: string): Column<Entry>[] {
  const t = useTranslations('activity')
  const quiet = 'text-small text-soft'
  return [
    {
      key: 'time',
      header: t('columns.time'),
      phone: 'third',
      className: `${quiet} figures max-sm:truncate`,
      cell: (entry) => (
        <>
          <DateTime at={entry.bookedAt} zone={zone} form="time" />
          <span className="ms-3 sm:hidden">
            <OrderId entry={entry} />
          </span>
        </>
      ),
    },
    {
      key: 'type',
      header: t('columns.type'),
      phone: 'first',
      className: 'lg:whitespace-nowrap',
      cell: (entry) => <Kind entry={entry} zone={zone} search={search} />,
    },
    { key: 'route', header: t('columns.route'), phone: 'second', className: quiet, cell: (entry) => <Route entry={entry} /> },
    {
      key: 'order',
      header: t('columns.order'),
      phone: 'none',
      className: `${quiet} max-w-[14rem] truncate`,
      cell: (entry) => <OrderId entry={entry} />,
    },
    {
      key: 'amount',
      header: t('columns.amount'),
      align: 'end',
      phone: 'first-end',
      className: 'whitespace-nowrap',
      cell: (entry) => <Change entry={entry} withCurrency={withCurrency} />,
    },
    {
      key: 'balance',
      header: t('columns.balance'),
      align: 'end',
      phone: 'third-end',
      className: quiet,
      cell: (entry) => (
        <>
          <span className="me-1.5 sm:hidden">{t('columns.balance')}</span>
          <Amount amount={entry.balanceAfter} currency={entry.currency} />
        </>
      ),
    },
  ]
}

/** The type, which leads to the entry; on a phone the whole card does. Heard without its row it says which entry of the type it is. */
function Kind({ entry, zone, search }: { entry: Entry; zone: string; search: string }) {
  const [t, locale] = [useTranslations('activity'), useLocale()]
  const { amount, signed } = shownChange(entry)
  const which = { amount: amountText(amount, entry.currency, locale, signed), time: dateText(entry.bookedAt, locale, zone, 'time') }
  return (
    <Link
      href={pages().entry(entry.currency, entry.version, search)}
      className="underline decoration-line underline-offset-4 hover:decoration-ink max-sm:no-underline max-sm:after:absolute max-sm:after:inset-0"
    >
      {t(`kinds.${entry.kind}`)} <span className="sr-only">{t('which', which)}</span>
    </Link>
  )
}

function OrderId({ entry }: { entry: Entry }) {
  if (!entry.order) return null
  const { orderId } = entry.order
  return (
    <Link href={pages().order(orderId)} className="underline underline-offset-4 hover:text-ink max-sm:relative max-sm:z-1">
      <Verbatim title={orderId}>{orderId}</Verbatim>
    </Link>
  )
}

/** What a row did to the balance; quieter where that stayed as it was. */
function Change({ entry, withCurrency }: { entry: Entry; withCurrency: boolean }) {
  const change = shownChange(entry)
  return (
    <span className={change.signed === 'always' ? undefined : 'text-soft'}>
      <Amount {...change} currency={entry.currency} />
      {withCurrency ? <span className="text-small text-faint"> {entry.currency}</span> : null}
    </span>
  )
}
