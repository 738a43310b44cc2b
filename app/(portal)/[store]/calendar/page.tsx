import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { Calendar } from '#server/forecast/index.ts'
import { horizons } from '#server/forecast/schema.ts'
import { isZero } from '#server/money/index.ts'
import { amountText } from '#server/format/amount.ts'
import { LinkChoice } from '../../../_ui/link-choice.tsx'
import { Empty } from '../../../_ui/panel.tsx'
import { currencyAsked, otherCurrencies } from '../_components/currency-asked.ts'
import { PrintedAt } from '../_components/printed-at.tsx'
import { LivePage } from '../_components/live-page.tsx'
import { Zone } from '../../../_components/zone.tsx'
import { ChosenOrders } from './_components/chosen-orders.tsx'
import { DayChart } from './_components/day-chart.tsx'
import { DayTable } from './_components/day-table.tsx'
import { withQuery } from './_components/calendar-path.ts'
import { type Query, queryOf } from './_components/query.ts'
import { Within } from './_components/within.tsx'
import { pages, requireStore, type StoreParams } from '../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('forecast.calendar'))('title') }
}

type Props = StoreParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** When the money that waits is expected: a chart with its table, and the orders of a day. */
export default async function CalendarPage({ params, searchParams }: Props) {
  const [{ store }, search] = await Promise.all([requireStore(params), searchParams])
  if (store.status === 'unopened') redirect(pages().overview())
  const currency = currencyAsked(search)
  const query = queryOf(currency, search)
  const procedures = await api()
  const calendar = await procedures.forecast.calendar({ store: store.code, ...query })
  return (
    <LivePage page={calendar} zone={store.timeZone}>
      <Days calendar={calendar} query={query} zone={store.timeZone} />
    </LivePage>
  )
}

type DaysProps = { calendar: Calendar; query: Query; zone: string }

async function Days({ calendar, query, zone }: DaysProps) {
  const [t, activity] = await Promise.all([getTranslations('forecast.calendar'), getTranslations('activity')])
  const ranges = horizons.map((days) => ({
    key: String(days),
    href: withQuery({ ...query, horizon: days, on: null }),
    label: t('days', { count: days }),
    chosen: days === query.horizon,
  }))
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6">
      <PrintedAt at={calendar.asOf} zone={zone} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-title">{t('title')}</h1>
        <div className="flex flex-wrap gap-3">
          <LinkChoice
            label={activity('currencies')}
            options={otherCurrencies(calendar.currencies, query.currency, (currency) => withQuery({ ...query, currency, on: null }))}
          />
          <LinkChoice label={t('range')} options={ranges} />
        </div>
      </div>
      {calendar.isEmpty ? (
        <Empty title={t('empty.title')}>{t('empty.text')}</Empty>
      ) : (
        <>
          <Within calendar={calendar} horizon={query.horizon} />
          <DayChart calendar={calendar} query={query} />
          {calendar.chosen ? <ChosenOrders chosen={calendar.chosen} calendar={calendar} query={query} zone={zone} /> : null}
          <DayTable calendar={calendar} query={query} />
          <Together calendar={calendar} />
        </>
      )}
      <Zone zone={zone} at={calendar.asOf} />
    </div>
  )
}

/** That nothing is left out, and what a debt takes of it. */
async function Together({ calendar }: { calendar: Calendar }) {
  const [t, locale] = await Promise.all([getTranslations('forecast.calendar'), getLocale()])
  const { balance, waiting } = calendar
  const text = (amount: string) => amountText(amount, balance.currency, locale)
  return (
    <div className="text-small text-soft">
      <p>{t('adds', { sum: text(waiting) })}</p>
      {isZero(balance.debt) ? null : <p>{t('debt', { debt: text(balance.debt) })}</p>}
    </div>
  )
}
