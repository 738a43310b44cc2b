import { useLocale, useTranslations } from 'next-intl'
import type { Ahead } from '#server/forecast/index.ts'
import { releasedKinds } from '#server/forecast/schema.ts'
import { isZero, minorOf } from '#server/money/index.ts'
import { Bars } from '../../../../_ui/chart/bars.tsx'
import { type Column, DataTable } from '../../../../_ui/data-table.tsx'
import { amountText } from '#server/format/amount.ts'
import { dayText } from '#server/format/date.ts'
import { Amount } from '../../../../_ui/money.tsx'
import { Panel } from '../../../../_ui/panel.tsx'
import { withQuery } from '../../activity/[currency]/_components/list-path.ts'
import { changed, everything } from '../../activity/[currency]/_components/query.ts'
import { RowsLink } from './rows-link.tsx'

/** What was released in each of the last weeks: small bars a currency, and one table of both. */
export function Weeks({ ahead, today }: { ahead: readonly Ahead[]; today: string }) {
  const [t, locale] = [useTranslations('forecast.weeks'), useLocale()]
  const there = ahead.filter(({ weeks }) => weeks.some(({ amount }) => !isZero(amount)))
  const columns = useColumns(
    there.map(({ currency }) => currency),
    today,
  )
  if (there.length === 0) return null
  return (
    <Panel title={t('title')}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-2 md:gap-10 lg:gap-16">
        {there.map(({ currency, weeks }) => (
          <figure key={currency} aria-hidden="true" className="grid gap-2">
            <figcaption className="flex justify-between text-small text-faint">{currency}</figcaption>
            <Bars
              height={72}
              bars={weeks.map(({ week, amount }, place) => ({
                key: week,
                title: `${dayText(week, locale, 'day', today)} ${amountText(amount, currency, locale)}`,
                href: releasedIn(currency, week),
                parts: [{ look: 'plain' as const, minor: minorOf(amount, currency) }],
                ...(place % 2 === 1 ? { tick: dayText(week, locale, 'day', today) } : {}),
              }))}
            />
          </figure>
        ))}
      </div>
      <details>
        <summary className="inline-flex min-h-11 items-center text-small text-accent underline underline-offset-4">{t('table')}</summary>
        <p className="text-small text-soft">{t('means')}</p>
        <DataTable caption={t('title')} columns={columns} groups={[{ key: 'all', rows: rowsOf(there) }]} rowKey={({ week }) => week} />
      </details>
    </Panel>
  )
}

/** The entries of a week's sum. @param week its Monday, YYYY-MM-DD */
function releasedIn(currency: string, week: string): string {
  const to = new Date(Date.parse(week) + 6 * 86_400_000).toISOString().slice(0, 10)
  return withQuery(currency, changed(everything, { kinds: [...releasedKinds], period: { from: week, to } }))
}

type Row = { week: string; amounts: readonly { currency: string; amount: string }[] }

/** The newest week first, with each currency's amount. */
function rowsOf(there: readonly Ahead[]): Row[] {
  const weeks = there[0]?.weeks.map(({ week }) => week) ?? []
  return weeks.toReversed().map((week) => ({
    week,
    amounts: there.map(({ currency, weeks: own }) => ({ currency, amount: own.find((one) => one.week === week)?.amount ?? '0' })),
  }))
}

function useColumns(currencies: readonly string[], today: string): Column<Row>[] {
  const [t, locale] = [useTranslations('forecast.weeks'), useLocale()]
  return [
    { key: 'week', header: t('week'), names: true, phone: 'first', cell: ({ week }) => dayText(week, locale, 'day', today) },
    ...currencies.map((currency, place): Column<Row> => ({
      key: currency,
      header: currency,
      align: 'end',
      phone: place === 0 ? 'first-end' : 'third-end',
      cell: ({ week, amounts }) => (
        <RowsLink href={releasedIn(currency, week)}>
          <span className="me-1.5 text-small text-faint sm:hidden">{currency}</span>
          <Amount amount={amounts.find((one) => one.currency === currency)?.amount ?? '0'} currency={currency} />
        </RowsLink>
      ),
    })),
  ]
}
