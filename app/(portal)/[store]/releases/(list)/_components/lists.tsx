import { useTranslations } from 'next-intl'
import type { Summary, Sum, Waiting } from '#server/releases/index.ts'
import { shows } from '#server/releases/schema.ts'
import { classes } from '../../../../../_ui/classes.ts'
import { Link } from '../../../../../_ui/link.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { Swatch } from '../../../../../_ui/money-bar.tsx'
import { withQuery } from './list-path.ts'
import { type Query } from './query.ts'

const bucketOf: Readonly<Record<Query['show'], Waiting | null>> = {
  waiting: 'pending',
  held: 'frozen',
  margin: 'reserve',
  released: null,
  all: null,
}

/** The lists to choose from; those of money that waits with how many orders they hold and how much. */
export function Lists({ query, summary }: { query: Query; summary: Summary }) {
  const t = useTranslations('releases')
  return (
    <nav aria-label={t('lists')} data-screen-only>
      <ul className="grid grid-cols-2 gap-2 md:grid-cols-5">
        {shows.map((show) => {
          const bucket = bucketOf[show]
          const chosen = query.show === show
          return (
            <li key={show} className="grid">
              <Link
                href={withQuery({ show, reason: null, due: null, currency: query.currency, place: null })}
                aria-current={chosen ? 'page' : undefined}
                className={classes(
                  'grid min-h-11 content-start rounded-small border px-3 py-2 hover:border-ink',
                  chosen ? 'border-ink bg-sunken' : 'border-line',
                )}
              >
                <span className="flex items-center gap-1.5 font-semibold">
                  {bucket ? <Swatch tone={bucket} className="size-2" /> : null}
                  {t(`shows.${show}`)}
                </span>
                {show === 'released' || show === 'all' ? (
                  <span className="text-small text-soft">{t(`hints.${show}`)}</span>
                ) : bucket ? (
                  <Sums sum={summary.buckets[bucket]} />
                ) : null}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

/** How many orders and how much, a currency a line. */
function Sums({ sum }: { sum: Sum }) {
  const t = useTranslations('releases')
  return (
    <>
      <span className="text-small text-soft">{t('count', { count: sum.count })}</span>
      {sum.amounts.map(({ currency, amount }) => (
        <span key={currency} className="flex justify-between gap-2 text-small">
          <span className="text-faint">{currency}</span>
          <Amount amount={amount} currency={currency} live />
        </span>
      ))}
    </>
  )
}
