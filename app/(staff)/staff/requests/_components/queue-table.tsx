import { useLocale, useTranslations } from 'next-intl'
import { staffPaths } from '#server/platform/paths.ts'
import type { QueueEntry } from '#server/requests/index.ts'
import type { Queue } from '#server/requests/decisions/schema.ts'
import { type Column, DataTable } from '../../../../_ui/data-table.tsx'
import { dateText } from '#server/format/date.ts'
import { Link } from '../../../../_ui/link.tsx'
import { Amount } from '../../../../_ui/money.tsx'
import { Verbatim, verbatim } from '../../../../_ui/verbatim.tsx'
import { ChildOrder } from '../../../../_components/child-order.tsx'
import { RequestState } from '../../../../_components/request-state.tsx'

type Props = {
  show: Queue
  requests: readonly QueueEntry[]
  zone: string
  /** The portal's clock, epoch milliseconds. */
  now: number
}

/** Requests in their order: for which order of which store, since when, how they stand, and how much waits. */
export function QueueTable({ show, requests, zone, now }: Props) {
  const t = useTranslations('staff.requests')
  const columns = useColumns(show, zone, now)
  return <DataTable caption={t(`shows.${show}`)} columns={columns} groups={[{ key: 'all', rows: requests }]} rowKey={({ id }) => id} />
}

function useColumns(show: Queue, zone: string, now: number): Column<QueueEntry>[] {
  const [t, locale] = [useTranslations('staff.requests'), useLocale()]
  const quiet = 'text-small text-soft'
  return [
    { key: 'order', header: t('columns.order'), phone: 'first', names: true, className: 'min-w-0', cell: (row) => <Order row={row} /> },
    {
      key: 'asked',
      header: t('columns.asked'),
      phone: 'third',
      className: quiet,
      cell: ({ askedAt }) => dateText(askedAt, locale, zone, 'day-and-time', now),
    },
    {
      key: 'state',
      header: t(`columns.state.${show}`),
      phone: show === 'open' ? 'third-end' : 'second',
      className: quiet,
      cell: (row) => <State row={row} zone={zone} now={now} />,
    },
    {
      key: 'amount',
      header: t(`columns.amount.${show}`),
      align: 'end',
      phone: 'first-end',
      cell: ({ amount, currency }) => (
        <>
          <Amount amount={amount} currency={currency} />
          <span className="text-small text-faint"> {currency}</span>
        </>
      ),
    },
  ]
}

function Order({ row }: { row: QueueEntry }) {
  const { id, orderId, store } = row
  return (
    <>
      <Link href={staffPaths.request(id)} className="inline-flex min-h-6 break-all text-accent underline underline-offset-4">
        <Verbatim>{orderId}</Verbatim>
      </Link>
      <ChildOrder of={row} />
      <span className="block text-small text-soft">
        <Verbatim>{store}</Verbatim>
      </span>
    </>
  )
}

/** What was decided and by whom; what waits for a second person, and until when; else how many files there are to look at. */
function State({ row, zone, now }: { row: QueueEntry; zone: string; now: number }) {
  const [t, locale] = [useTranslations('staff.requests'), useLocale()]
  const { decision, decidedAt, decidedName, proposed, makerName, expiresAt, proofs } = row
  const at = (instant: number) => dateText(instant, locale, zone, 'day-and-time', now)
  if (decision !== null && decidedAt !== null)
    return (
      <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <RequestState decision={decision} />
        {decidedName === null ? at(decidedAt) : t.rich('by', { name: verbatim(decidedName), at: at(decidedAt) })}
      </span>
    )
  if (proposed !== null && makerName !== null && expiresAt !== null)
    return (
      <>
        <span className="block">{t.rich(`proposed.${proposed}`, { name: verbatim(makerName) })}</span>
        <span className="text-faint">{t('until', { at: at(expiresAt) })}</span>
      </>
    )
  return t('proofs', { count: proofs })
}
