import { useTranslations } from 'next-intl'
import { Link } from '../../_ui/link.tsx'

/** To the days on which a currency's money is expected. */
export function CalendarLink({ currency, className }: { currency: string; className: string }) {
  const t = useTranslations('forecast.why')
  return (
    <Link href={`/calendar?currency=${currency}`} className={className}>
      {t('calendar')}
    </Link>
  )
}
