import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { sellerCurrencies } from '#server/money/index.ts'
import type { Summary } from '#server/releases/index.ts'
import { dues } from '#server/releases/schema.ts'
import { classes } from '../../../../../_ui/classes.ts'
import { Icon } from '../../../../../_ui/icons.tsx'
import { Link } from '../../../../../_ui/link.tsx'
import { withQuery } from './list-path.ts'
import { type Query, queryOf, reasonsIn } from './query.ts'

/**
 * What narrows a list: the reason, when the money is expected, the currency. Each choice is an address of its own. A phone folds
 * the choices away behind what was chosen, so that the orders are in sight.
 */
export function Narrow({ query, summary }: { query: Query; summary: Summary }) {
  const t = useTranslations('releases')
  const to = (change: Partial<Query>) => withQuery({ ...query, place: null, ...change })
  const reasons = reasonsIn(query.show)
  const dated = query.show !== 'released' && query.show !== 'all'
  const waiting = Object.values(summary.buckets).flatMap((sum) => sum.amounts.map((one) => one.currency))
  const named = new Set([...sellerCurrencies, ...waiting, ...(query.currency === null ? [] : [query.currency])])
  return (
    <details data-screen-only className="open-on-desk rounded-large border border-line md:border-0">
      <summary className="flex min-h-11 items-center gap-2 px-4 py-2 marker:content-none">
        <Icon name="settings" />
        <span className="shrink-0">{t('narrow')}</span>
        <Chosen query={query} className="justify-end" />
        <Icon name="down" className="size-4 shrink-0 text-faint" />
      </summary>
      <div className="grid gap-x-8 gap-y-3 px-4 pb-4 md:flex md:flex-wrap md:gap-y-2 md:p-0">
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
    </details>
  )
}

/** What a list is narrowed to, in words; on paper with the list's own name before them. */
export function Chosen({ query: { reason, due, currency }, list, className }: { query: Query; list?: string; className?: string }) {
  const t = useTranslations('releases')
  const words = [list, reason && t(`reasons.${reason}.title`), due && t(`dues.${due}`)].filter(Boolean)
  return (
    <ul className={classes('flex min-w-0 grow flex-wrap gap-x-3 text-small text-soft', className)}>
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
      {currency ? <li translate="no">{currency}</li> : null}
    </ul>
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
