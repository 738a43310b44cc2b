import { getLocale, getTranslations } from 'next-intl/server'
import type { Overview } from '#server/overview/index.ts'
import { Amount } from '../../../../_ui/money.tsx'
import { dateText } from '#server/format/date.ts'
import { verbatim } from '../../../../_ui/verbatim.tsx'
import { CurrencyChoice, displayCurrency } from '../../_components/display-currency.tsx'

/** Everything in one currency, for orientation: the rate, its time and source stand beside it. Nothing while there is no rate. */
export async function InOne({ totals, zone, now }: { totals: Overview['inOne']; zone: string; now: number }) {
  const [t, locale, currency] = await Promise.all([getTranslations('shell.indicative'), getLocale(), displayCurrency()])
  const total = totals.find((one) => one.currency === currency)
  if (!total) return null
  const { base, quote, value, source, at } = total.rate
  return (
    <section aria-label={t('title')} className="grid items-end gap-x-6 gap-y-3 border-t border-line pt-4 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div>
        <h2 className="flex items-baseline gap-2 text-body font-normal">
          {t('title')}
          <span className="rounded-small bg-sunken px-1.5 text-small text-soft">{t('note')}</span>
        </h2>
        <p>
          <Amount amount={total.amount} currency={currency} className="text-title font-semibold" />{' '}
          <span className="text-small text-faint">{currency}</span>
        </p>
        <p className="text-small text-soft">
          {t.rich('by', { time: dateText(at, locale, zone, 'day-and-time', now), base, quote, value, source: verbatim(source) })}
        </p>
      </div>
      <div data-screen-only className="min-w-40">
        <CurrencyChoice />
      </div>
    </section>
  )
}
