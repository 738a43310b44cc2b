import { useLocale, useTranslations } from 'next-intl'
import type { Release } from '#server/releases/index.ts'
import { type Column, DataTable } from '../../../../../_ui/data-table.tsx'
import { dateText } from '#server/format/date.ts'
import { Link } from '../../../../../_ui/link.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { Swatch } from '../../../../../_ui/money-bar.tsx'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'
import { ChildOrder } from '../../../../../_components/child-order.tsx'
import { pages } from '../../../_components/page-store.ts'
import { underDays } from '../../../_components/under-days.ts'
import type { Query } from './query.ts'

type Props = {
  caption: string
  show: Query['show']
  lines: readonly Release[]
  zone: string
  /** The portal's clock, epoch milliseconds. */
  now: number
}

/** Lines under the days on which they were paid, each with why its money waits, until when, and how much it is. */
export function ReleaseTable({ caption, show, lines, zone, now }: Props) {
  const [t, locale] = [useTranslations('releases'), useLocale()]
  const columns = useColumns(show, zone, now)
  const groups = underDays(lines, (line) => line.paidAt, zone).map(({ day, rows }) => ({
    key: day,
    heading: t('paidOn', { date: dateText(rows[0]?.paidAt ?? now, locale, zone, 'day-and-weekday', now) }),
    rows,
  }))
  return <DataTable caption={caption} columns={columns} groups={groups} rowKey={(line) => line.key} />
}

function useColumns(show: Query['show'], zone: string, now: number): Column<Release>[] {
  const t = useTranslations('releases')
  const quiet = 'text-small text-soft'
  return [
    { key: 'order', header: t('columns.order'), phone: 'first', className: 'min-w-0', cell: (line) => <OrderLink line={line} /> },
    {
      key: 'reason',
      header: t('columns.reason'),
      phone: 'second',
      className: quiet,
      cell: (line) => <State line={line} wait={listed(line, show).wait} />,
    },
    {
      key: 'due',
      header: t(`columns.due.${show}`),
      phone: 'third',
      className: quiet,
      cell: (line) => <When line={line} wait={listed(line, show).wait} zone={zone} now={now} />,
    },
    {
      key: 'amount',
      header: t('columns.amount'),
      align: 'end',
      phone: 'first-end',
      cell: (line) => (
        <>
          <Amount amount={listed(line, show).amount} currency={line.currency} />
          <span className="text-small text-faint"> {line.currency}</span>
        </>
      ),
    },
  ]
}

/** What a list says of a line: the one of releases what was released, whatever margin of it still waits; every other what waits, if any does. */
function listed({ wait, received, released }: Release, show: Query['show']) {
  return show === 'released' ? { wait: null, amount: released } : { wait, amount: wait?.amount ?? received }
}

function OrderLink({ line }: { line: Release }) {
  return (
    <>
      <Link href={pages().order(line.orderId)} className="inline-flex min-h-6 text-accent underline underline-offset-4">
        <Verbatim>{line.orderId}</Verbatim>
      </Link>
      <ChildOrder of={line} />
    </>
  )
}

type Listed = { line: Release; wait: Release['wait'] }

/** Why the money waits, in its bucket's colour; where none does, how the order ended. */
function State({ line, wait }: Listed) {
  const t = useTranslations('releases')
  return (
    <span className="inline-flex items-center gap-1.5">
      {wait ? <Swatch tone={wait.bucket} className="size-2" /> : null}
      {wait ? t(`reasons.${wait.reason}.title`) : t(`statuses.${line.status}`)}
    </span>
  )
}

/** When the money comes, or came. */
function When({ line, wait, zone, now }: Listed & { zone: string; now: number }) {
  const [t, locale] = [useTranslations('releases'), useLocale()]
  const { dueAt, releasedAt, late } = line
  const said = (at: number) => dateText(at, locale, zone, 'day', now)
  if (!wait) return releasedAt === null ? null : t('on.released', { date: said(releasedAt) })
  if (dueAt === null) return t('undated')
  return late ? t('late', { date: said(dueAt) }) : t(wait.bucket === 'reserve' ? 'on.margin' : 'on.release', { date: said(dueAt) })
}
