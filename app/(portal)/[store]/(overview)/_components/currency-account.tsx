import { Link } from '../../../../_ui/link.tsx'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Balance } from '#server/ledger/index.ts'
import { isZero, negated } from '#server/money/index.ts'
import { classes } from '../../../../_ui/classes.ts'
import { currencyName } from '#server/format/amount.ts'
import { Icon } from '../../../../_ui/icons.tsx'
import { Amount } from '../../../../_ui/money.tsx'
import { MoneyBar, Swatch, type Tone } from '../../../../_ui/money-bar.tsx'
import { Marked } from '../../../../_ui/rolling.tsx'
import { barOf, bucketsInOrder } from '../../_components/buckets.ts'
import { rowsOf } from '../../_components/rows-path.ts'
import { pages } from '../../_components/page-store.ts'

/** One currency: the total, the money bar, what comes next (`children`), and every bucket with its rows behind it; debt below the line. */
export function CurrencyAccount({ balance, children }: { balance: Balance; children: ReactNode }) {
  const t = useTranslations('ledger')
  const { currency } = balance
  const { parts, debt } = barOf(balance, rowsOf)
  return (
    <section aria-label={currency} className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <div>
        <h2 className="flex items-baseline gap-2 text-body">
          {currencyName(currency, useLocale())}
          <span className="text-small font-normal text-faint">{currency}</span>
        </h2>
        <p>
          <Link href={pages().activity(currency)} className="inline-block decoration-2 underline-offset-8 hover:underline">
            <span className="sr-only">{t('total')}</span>
            <Amount amount={balance.total} currency={currency} size="total" live />
          </Link>
        </p>
      </div>
      <MoneyBar parts={parts} debt={debt} />
      {children}
      <ul>
        {bucketsInOrder.map((bucket) => (
          <Bucket key={bucket} bucket={bucket} amount={balance[bucket]} currency={currency} />
        ))}
        <Bucket bucket="debt" amount={negated(balance.debt)} currency={currency} />
      </ul>
    </section>
  )
}

/** A bucket and what it means; on a phone only while something is in it. */
function Bucket({ bucket, amount, currency }: { bucket: Tone; amount: string; currency: string }) {
  const t = useTranslations('ledger')
  const empty = isZero(amount)
  return (
    <li className={bucket === 'debt' ? 'border-t border-ink/70' : 'border-t border-line first:border-0'}>
      <Marked value={amount}>
        <Link
          href={rowsOf(currency, bucket)}
          className="grid min-h-11 grid-cols-[auto_minmax(0,1fr)_auto_auto] items-center gap-x-3 py-2 hover:bg-sunken/60"
        >
          <Swatch tone={bucket} className={empty ? 'opacity-35' : undefined} />
          <span className="grid">
            <span className={classes(empty && 'text-soft')}>{t(`buckets.${bucket}`)}</span>
            <span className={classes('text-small text-faint', empty && 'max-md:hidden')}>{t(`hints.${bucket}`)}</span>
          </span>
          <Amount amount={amount} currency={currency} live className={empty ? 'text-soft' : 'font-semibold'} />
          <Icon name="chevron" className="-ms-1 size-4 text-faint" />
        </Link>
      </Marked>
    </li>
  )
}
