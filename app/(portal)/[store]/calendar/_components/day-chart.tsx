import { useLocale, useTranslations } from 'next-intl'
import type { Calendar } from '#server/forecast/index.ts'
import { minorOf } from '#server/money/index.ts'
import { type Bar, Bars } from '../../../../_ui/chart/bars.tsx'
import { amountText } from '#server/format/amount.ts'
import { dayText } from '#server/format/date.ts'
import { withQuery } from './calendar-path.ts'
import { type Query } from './query.ts'
import { looks, series } from './series.ts'

/** A bar a day; a day with money leads to its orders. */
export function DayChart({ calendar, query }: { calendar: Calendar; query: Query }) {
  const [t, locale] = [useTranslations('forecast.calendar'), useLocale()]
  const { currency } = query
  const { days, today } = calendar
  if (calendar.within.isEmpty) return null
  const text = (amount: string) => amountText(amount, currency, locale)
  const step = (query.horizon / 30) * 7
  const bars = days.map((day, place): Bar => {
    const parts = series.map((one) => ({ look: looks[one], minor: minorOf(day[one], currency) }))
    const named = dayText(day.day, locale, 'day-and-weekday', today)
    return {
      key: day.day,
      title: `${named} ${text(day.sum)}`,
      parts,
      chosen: query.on === day.day,
      ...(day.isEmpty ? {} : { href: withQuery({ ...query, on: day.day }) }),
      // Without its year: no two days of ninety share a date, and four with a year run into each other on a phone.
      ...(place % step === 0 && place + step / 2 < days.length ? { tick: dayText(day.day, locale, 'day', day.day) } : {}),
    }
  })
  const highest = days.reduce((most, day) => (minorOf(day.sum, currency) > minorOf(most.sum, currency) ? day : most))
  return (
    <figure className="grid gap-1">
      <figcaption className="text-small text-faint">{t('highest', { amount: text(highest.sum) })}</figcaption>
      <Bars bars={bars} height={148} />
    </figure>
  )
}
