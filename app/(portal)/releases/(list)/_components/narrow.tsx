import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { sellerCurrencies } from '#server/money/index.ts'
import type { Summary } from '#server/releases/index.ts'
import { dues } from '#server/releases/schema.ts'
import { classes } from '../../../../_ui/classes.ts'
import { Link } from '../../../../_ui/link.tsx'
import { type Query, queryOf, reasonsIn, withQuery } from './query.ts'

/** What narrows a list: the reason, when the money is expected, the currency. Each choice is an address of its own. */
export function Narrow({ query, summary }: { query: Query; summary: Summary }) {
  const t = useTranslations('releases')
  const to = (change: Partial<Query>) => withQuery({ ...query, place: null, ...change })
  const reasons = reasonsIn(query.show)
  const dated = query.show !== 'released' && query.show !== 'all'
  const named = new Set([...sellerCurrencies, ...Object.values(summary.buckets).flatMap((sum) => sum.amounts.map((one) => one.currency))])
  return (
    <div data-screen-only className="grid gap-x-8 gap-y-2 md:flex md:flex-wrap">
      {reasons.length > 0 ? (
        <Choices label={t('reasonsTitle')}>
          <Chip href={to({ reason: null })} chosen={query.reason === null} name={t('anyReason')} />
          {reasons.map((reason) => {
            const { count } = summary.reasons[reason]
            const name = t('chip', { name: t(`reasons.${reason}.title`), count: String(count) })
            return count === 0 && query.reason !== reason ? null : (
              <Chip key={reason} href={to({ reason })} chosen={query.reason === reason} name={name} />
            )
          })}
        </Choices>
      ) : null}
      {dated ? (
        <Choices label={t('duesTitle')}>
          <Chip href={to({ due: null })} chosen={query.due === null} name={t('anyDue')} />
          {dues.map((due) => (
            <Chip key={due} href={to({ due })} chosen={query.due === due} name={t(`dues.${due}`)} />
          ))}
        </Choices>
      ) : null}
      <Choices label={t('currencies')}>
        <Chip href={to({ currency: null })} chosen={query.currency === null} name={t('anyCurrency')} />
        {[...named].map((currency) => (
          <Chip key={currency} href={to({ currency })} chosen={query.currency === currency} name={currency} />
        ))}
      </Choices>
    </div>
  )
}

/** Whether a list is narrowed at all. */
export function isNarrowed(query: Query): boolean {
  return withQuery({ ...query, place: null }) !== withQuery(queryOf({ show: query.show }))
}

function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label}>
      <p className="text-small text-faint">{label}</p>
      <ul className="flex flex-wrap gap-1.5">{children}</ul>
    </nav>
  )
}

function Chip({ href, chosen, name }: { href: string; chosen: boolean; name: string }) {
  return (
    <li>
      <Link
        href={href}
        aria-current={chosen ? 'true' : undefined}
        className={classes(
          'inline-flex min-h-9 items-center rounded-full border px-3 text-small hover:border-ink',
          chosen ? 'border-ink bg-sunken font-semibold' : 'border-line text-soft',
        )}
      >
        {name}
      </Link>
    </li>
  )
}
