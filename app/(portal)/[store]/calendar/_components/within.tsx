import { useTranslations } from 'next-intl'
import type { Calendar } from '#server/forecast/index.ts'
import { LookSwatch } from '../../../../_ui/chart/bars.tsx'
import { Amount } from '../../../../_ui/money.tsx'
import { looks, series } from './series.ts'

/** What the days shown bring together, and of which kind: the chart's legend too. */
export function Within({ calendar, horizon }: { calendar: Calendar; horizon: number }) {
  const t = useTranslations('forecast.calendar')
  const { within } = calendar
  const { currency } = calendar.balance
  return (
    <div className="grid gap-3">
      <p className="grid">
        <span className="text-small text-soft">
          {t('within', { count: horizon })} · {currency}
        </span>
        <Amount amount={within.sum} currency={currency} size="total" live />
      </p>
      <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-3">
        {series.map((one) => (
          <div key={one} className="grid grid-cols-[minmax(0,1fr)_auto] content-start gap-x-2.5 sm:grid-cols-1">
            <dt className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
              <span className="pt-1.5">
                <LookSwatch look={looks[one]} />
              </span>
              <span>
                {t(`series.${one}`)}
                <span className="block text-small text-faint sm:hidden">{t(`hints.${one}`)}</span>
              </span>
            </dt>
            <dd className="sm:ps-6">
              <Amount amount={within[one]} currency={currency} live className="font-semibold" />
              <span className="hidden text-small text-faint sm:block">{t(`hints.${one}`)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
