import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { MovementPage } from '#server/activity/index.ts'
import { classes } from '../../../../../_ui/classes.ts'
import { amountText } from '#server/format/amount.ts'
import { dayKey, dayText } from '#server/format/date.ts'
import { Link } from '../../../../../_ui/link.tsx'
import { verbatim } from '../../../../../_ui/verbatim.tsx'
import { withQuery } from './list-path.ts'
import { changed, everything, type Query } from './query.ts'

/** The filters in force, each with the way to go on without it; on paper they say what the list is a list of. */
export function Chips({ query, page, currency, zone }: { query: Query; page: MovementPage; currency: string; zone: string }) {
  const t = useTranslations('activity')
  const names = useTranslations('ledger.buckets')
  const { bucket, kinds, status, reference } = query.filter
  const [days, amounts] = [useDays(query, page, zone), useAmounts(query, currency)]
  const without = (change: Partial<Query['filter']>) => withQuery(currency, changed(query, change))
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ul aria-label={t('filter.active')} className="flex flex-wrap gap-2">
        {days === null ? null : <Chip href={without({ period: null })}>{days}</Chip>}
        {bucket === null ? null : <Chip href={without({ bucket: null })}>{names(bucket)}</Chip>}
        {kinds.map((kind) => (
          <Chip key={kind} href={without({ kinds: kinds.filter((other) => other !== kind) })}>
            {t(`kinds.${kind}`)}
          </Chip>
        ))}
        {status === null ? null : <Chip href={without({ status: null })}>{t(`statuses.${status}`)}</Chip>}
        {amounts === null ? null : <Chip href={without({ least: null, most: null })}>{amounts}</Chip>}
        {reference === null ? null : (
          <Chip href={without({ reference: null })}>{t.rich('filter.numbered', { reference: verbatim(reference) })}</Chip>
        )}
      </ul>
      <Link
        data-screen-only
        href={withQuery(currency, everything)}
        className="inline-flex min-h-11 items-center px-1 text-small text-accent underline underline-offset-4 sm:min-h-9"
      >
        {t('filter.clear')}
      </Link>
    </div>
  )
}

function Chip({ href, children }: { href: string; children: ReactNode }) {
  const t = useTranslations('activity.filter')
  return (
    <li>
      <Link
        href={href}
        title={t('remove')}
        className={classes(
          'flex min-h-11 max-w-full items-center gap-2 rounded-full bg-wash px-3.5 text-small hover:bg-sunken sm:min-h-9',
          'print:min-h-0 print:border print:border-line',
        )}
      >
        <span className="truncate">{children}</span>
        <span aria-hidden="true" data-screen-only>
          ×
        </span>
        <span className="sr-only">{t('remove')}</span>
      </Link>
    </li>
  )
}

/** The days as they were asked for or, of a preset, as they turned out. */
function useDays({ filter }: Query, { from, to, asOf }: MovementPage, zone: string): string | null {
  const t = useTranslations('activity.filter')
  const locale = useLocale()
  if (filter.period === null) return null
  const day = (date: string) => dayText(date, locale, 'day', dayKey(asOf, zone))
  if (from !== null && from === to) return day(from)
  if (from === null) return t('until', { day: day(to ?? '') })
  return to === null ? t('since', { day: day(from) }) : t('between', { from: day(from), to: day(to) })
}

function useAmounts({ filter: { least, most } }: Query, currency: string): string | null {
  const t = useTranslations('activity.filter')
  const locale = useLocale()
  const money = (amount: string) => amountText(amount, currency, locale)
  if (least !== null && most !== null) return least === most ? money(least) : t('between', { from: money(least), to: money(most) })
  if (least !== null) return t('atLeast', { amount: money(least) })
  return most === null ? null : t('atMost', { amount: money(most) })
}
