import { Link } from '../../../../../_ui/link.tsx'
import { useTranslations } from 'next-intl'
import type { MovementPage } from '#server/activity/index.ts'
import { negated } from '#server/money/index.ts'
import { classes } from '../../../../../_ui/classes.ts'
import { LinkChoice } from '../../../../../_ui/link-choice.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { MoneyBar, Swatch, type Tone } from '../../../../../_ui/money-bar.tsx'
import { Marked } from '../../../../../_ui/rolling.tsx'
import { barOf, bucketsInOrder } from '../../../_components/buckets.ts'
import { rowsOf } from '../../../_components/rows-path.ts'
import { otherCurrencies } from '../../../_components/currency-asked.ts'
import { WhyLink } from '../../../_components/why-link.tsx'
import { withQuery } from './list-path.ts'
import { changed, type Query } from './query.ts'
import { pages } from '../../../_components/page-store.ts'

/** The currency that the page is about: its total, the money bar, and its buckets, each narrowing the list to its rows. */
export function BookHeader({ title, page: { balance, currencies }, query }: { title: string; page: MovementPage; query: Query }) {
  const t = useTranslations('ledger')
  const words = useTranslations('activity')
  const { currency } = balance
  const { parts, debt } = barOf(balance, rowsOf)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-body">{title}</h1>
          <p>
            <span className="sr-only">{t('total')}</span>
            <Amount amount={balance.total} currency={currency} size="total" live />
          </p>
        </div>
        <LinkChoice
          label={words('currencies')}
          options={otherCurrencies(currencies, currency, (other) => withQuery(other, changed(query, {})))}
        />
      </div>
      <MoneyBar parts={parts} debt={debt} size="small" />
      <p data-screen-only className="-my-3 flex flex-wrap gap-x-6">
        <WhyLink currency={currency} bucket={query.filter.bucket} />
        <Link
          href={pages().day(currency)}
          className="inline-flex min-h-11 items-center text-small text-accent underline underline-offset-4"
        >
          {words('day.link')}
        </Link>
      </p>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
        {[...bucketsInOrder, 'debt' as const].map((bucket) => (
          <li key={bucket}>
            <BucketFilter bucket={bucket} amount={signed(bucket, balance[bucket])} currency={currency} query={query} />
          </li>
        ))}
      </ul>
    </div>
  )
}

const signed = (bucket: Tone, amount: string) => (bucket === 'debt' ? negated(amount) : amount)

type FilterProps = { bucket: Tone; amount: string; currency: string; query: Query }

/** A bucket as a switch: pressed, the list holds only its rows; pressed again, all of them. */
function BucketFilter({ bucket, amount, currency, query }: FilterProps) {
  const chosen = query.filter.bucket === bucket
  const t = useTranslations('ledger.buckets')
  return (
    <Marked value={amount} className="rounded-small">
      <Link
        href={withQuery(currency, changed(query, { bucket: chosen ? null : bucket }))}
        aria-current={chosen ? 'true' : undefined}
        className={classes(
          'grid min-h-11 rounded-small border px-3 py-1.5 hover:border-ink',
          chosen ? 'border-ink bg-sunken' : 'border-line',
        )}
      >
        <span className="flex items-center gap-1.5 text-small text-soft">
          <Swatch tone={bucket} className="size-2" />
          {t(bucket)}
        </span>
        <Amount amount={amount} currency={currency} live />
      </Link>
    </Marked>
  )
}
