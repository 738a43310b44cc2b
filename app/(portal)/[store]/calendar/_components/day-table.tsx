import { useLocale, useTranslations } from 'next-intl'
import type { Calendar, Expected } from '#server/forecast/index.ts'
import type { DueOn } from '#server/forecast/schema.ts'
import { isZero } from '#server/money/index.ts'
import { type Column, DataTable } from '../../../../_ui/data-table.tsx'
import { dayText } from '#server/format/date.ts'
import { Link } from '../../../../_ui/link.tsx'
import { Amount } from '../../../../_ui/money.tsx'
import { withQuery } from './calendar-path.ts'
import { type Query } from './query.ts'
import { series } from './series.ts'

type Row = Expected & { readonly on: DueOn; readonly name: string }

/** The chart's figures: a row for each day with money, then what lies outside of the days shown. */
export function DayTable({ calendar, query }: { calendar: Calendar; query: Query }) {
  const [t, locale] = [useTranslations('forecast.calendar'), useLocale()]
  const { days, today } = calendar
  const dated = days.filter(({ isEmpty }) => !isEmpty)
  const outside = (['past', 'later', 'undated'] as const).filter((on) => !calendar[on].isEmpty)
  const groups = [
    {
      key: 'dated',
      heading: t('dated'),
      rows: dated.map((day): Row => ({ ...day, on: day.day, name: dayText(day.day, locale, 'day-and-weekday', today) })),
    },
    { key: 'outside', heading: t('outside'), rows: outside.map((on): Row => ({ ...calendar[on], on, name: t(on) })) },
  ].filter(({ rows }) => rows.length > 0)
  return <DataTable caption={t('table')} columns={useColumns(query)} groups={groups} rowKey={({ on }) => on} />
}

function useColumns(query: Query): Column<Row>[] {
  const t = useTranslations('forecast.calendar')
  const { currency } = query
  return [
    {
      key: 'day',
      header: t('columns.day'),
      names: true,
      phone: 'first',
      cell: (row) => (
        <Link
          href={withQuery({ ...query, on: row.on })}
          aria-current={row.on === query.on ? 'true' : undefined}
          className="-my-2 inline-flex min-h-11 items-center text-accent underline underline-offset-4"
        >
          {row.name}
        </Link>
      ),
    },
    ...series.map((one): Column<Row> => ({
      key: one,
      header: t(`series.${one}`),
      align: 'end',
      phone: 'none',
      cell: (row) => <Amount amount={row[one]} currency={currency} className={isZero(row[one]) ? 'text-faint' : ''} />,
    })),
    {
      key: 'parts',
      header: t('columns.parts'),
      phone: 'second',
      className: 'sm:hidden text-small text-soft',
      cell: (row) => <PartsOf row={row} currency={currency} />,
    },
    { key: 'lines', header: t('columns.lines'), align: 'end', phone: 'none', className: 'figures text-soft', cell: (row) => row.lines },
    {
      key: 'sum',
      header: t('columns.sum'),
      align: 'end',
      phone: 'first-end',
      cell: (row) => <Amount amount={row.sum} currency={currency} className="font-semibold" />,
    },
  ]
}

/** On a phone: the parts that there are, named. */
function PartsOf({ row, currency }: { row: Row; currency: string }) {
  const t = useTranslations('forecast.calendar.series')
  const there = series.filter((one) => !isZero(row[one]))
  return (
    <span className="flex flex-wrap gap-x-4">
      {there.map((one) => (
        <span key={one}>
          {t(one)} <Amount amount={row[one]} currency={currency} />
        </span>
      ))}
    </span>
  )
}
