import { useTranslations } from 'next-intl'
import { Link } from '../../../_ui/link.tsx'
import type { Tone } from '../../../_ui/money-bar.tsx'
import { OfCurrency } from './of-currency.tsx'
import { pages } from './page-store.ts'

/** Buckets that have one reason of their own, and where it stands on the page. */
const places: Partial<Record<Tone, string>> = { reserve: 'margin', processing: 'processing', debt: 'debt' }

/** To the reasons why a currency's money is not available, beginning with those of a bucket. */
export function WhyLink({ currency, bucket = null }: { currency: string; bucket?: Tone | null }) {
  const t = useTranslations('forecast.why')
  const place = bucket === null ? '' : (places[bucket] ?? '')
  return (
    <Link
      href={pages().why(currency, place)}
      className="inline-flex min-h-11 items-center text-small text-accent underline underline-offset-4"
    >
      {t('title')} <OfCurrency currency={currency} />
    </Link>
  )
}
