import { useLocale, useTranslations } from 'next-intl'
import type { Summary } from '#server/forecast/index.ts'
import { amountText, dayText } from '../../../_ui/format.ts'
import { CalendarLink } from '../../_components/calendar-link.tsx'
import { WhyLink } from '../../_components/why-link.tsx'

/** When the next money of a currency comes, by when all of it, and the ways to the reasons and the calendar. */
export function Next({ currency, summary }: { currency: string; summary: Summary }) {
  const [t, locale] = [useTranslations('forecast.next'), useLocale()]
  const ahead = summary.currencies.find((one) => one.currency === currency)
  if (!ahead) return null
  const day = (text: string) => dayText(text, locale, 'day', summary.today)
  return (
    <div className="text-small text-soft">
      <p className="flex flex-wrap gap-x-4">
        <span>
          {ahead.next ? t('release', { day: day(ahead.next.day), amount: amountText(ahead.next.amount, currency, locale) }) : t('none')}
        </span>
        {ahead.allBy === null ? null : <span>{t('allBy', { day: day(ahead.allBy) })}</span>}
      </p>
      <p data-screen-only className="flex flex-wrap gap-x-6">
        <WhyLink currency={currency} />
        <CalendarLink currency={currency} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4" />
      </p>
    </div>
  )
}
