import { useTranslations } from 'next-intl'
import { Link } from '../../../_ui/link.tsx'
import { calendarPath } from '../calendar/_components/calendar-path.ts'
import { OfCurrency } from './of-currency.tsx'
import { pages } from './page-store.ts'

/** To the days on which a currency's money is expected, or to the orders that have no day yet. */
export function CalendarLink({ currency, on, className }: { currency: string | null; on?: 'undated'; className: string }) {
  const t = useTranslations('forecast.why')
  return (
    <Link href={currency === null ? pages().calendar() : calendarPath(currency, on)} className={className}>
      {t(on === 'undated' ? 'undatedOrders' : 'calendar')} {currency === null ? null : <OfCurrency currency={currency} />}
    </Link>
  )
}
