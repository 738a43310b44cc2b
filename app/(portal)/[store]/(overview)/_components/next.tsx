import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Ahead } from '#server/forecast/index.ts'
import { amountText } from '#server/format/amount.ts'
import { dayText } from '#server/format/date.ts'
import { CalendarLink } from '../../_components/calendar-link.tsx'
import { calendarPath, dayPath } from '../../calendar/_components/calendar-path.ts'
import { WhyLink } from '../../_components/why-link.tsx'
import { RowsLink } from './rows-link.tsx'

/** When the next money of a currency comes, by when all of it, what has no day or is past its own, and the ways to the reasons and the calendar. */
export function Next({ ahead, today }: { ahead: Ahead; today: string }) {
  const [t, locale] = [useTranslations('forecast.next'), useLocale()]
  const { currency, next, last, undated, overdue } = ahead
  const day = (text: string) => dayText(text, locale, 'day', today)
  const amount = (text: string) => amountText(text, currency, locale)
  const at = (text: string) => dayPath(currency, text, today)
  const whole = undated === null && overdue === null
  return (
    <div className="text-small text-soft">
      <ul className="flex flex-wrap gap-x-4">
        {next ? <To href={at(next.day)}>{t('release', { day: day(next.day), amount: amount(next.amount) })}</To> : <li>{t('none')}</li>}
        {last === null ? null : <To href={at(last)}>{t(whole ? 'allBy' : 'last', { day: day(last) })}</To>}
        {undated === null ? null : <To href={calendarPath(currency, 'undated')}>{t('undated', { amount: amount(undated) })}</To>}
        {overdue === null ? null : <To href={calendarPath(currency, 'past')}>{t('overdue', { amount: amount(overdue) })}</To>}
      </ul>
      <p data-screen-only className="flex flex-wrap gap-x-6">
        <WhyLink currency={currency} />
        <CalendarLink currency={currency} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4" />
      </p>
    </div>
  )
}

/** Each opens the orders that it is of. */
function To({ href, children }: { href: string; children: ReactNode }) {
  return (
    <li>
      <RowsLink href={href}>{children}</RowsLink>
    </li>
  )
}
