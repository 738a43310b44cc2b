import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { MovementPage } from '#server/activity/index.ts'
import { requireSeller } from '#server/people/index.ts'
import { ButtonLink } from '../../../_ui/button.tsx'
import { currencyName, zoneText } from '../../../_ui/format.ts'
import { Live } from '../../../_ui/live.tsx'
import { Empty } from '../../../_ui/panel.tsx'
import { ActivityTable } from '../../_components/activity-table.tsx'
import { isShown } from '../../_components/buckets.ts'
import { LiveLost } from '../../_components/live-lost.tsx'
import { BookHeader } from './_components/book-header.tsx'
import { Why } from '../../_components/why.tsx'
import { type Query, queryOf, withQuery } from './_components/query.ts'

type Props = { params: Promise<{ currency: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ currency }, t, locale] = await Promise.all([params, getTranslations('activity'), getLocale()])
  return { title: t('title', { currency: currencyName(currency, locale) }) }
}

/** What somebody who looks at a bucket's rows most likely asks. */
const questionOf: Readonly<Record<string, 'release' | 'frozen' | 'debt'>> = { pending: 'release', frozen: 'frozen', debt: 'debt' }

/** The movements of one currency, a page by key at a time. */
export default async function ActivityPage({ params, searchParams }: Props) {
  const [{ store }, { currency }, search] = await Promise.all([requireSeller(), params, searchParams])
  if (store.status === 'unopened') redirect('/')
  const query = queryOf(search)
  const procedures = await api()
  const page = await procedures.activity.list({ currency, ...query })
  if (page.entries.length === 0 && query.place) redirect(withQuery(currency, { ...query, place: null }))
  return (
    <Live url="/api/trpc/balances.live" state={page.state} lost={<LiveLost at={page.asOf} zone={store.timeZone} />}>
      <Movements page={page} query={query} currency={currency} zone={store.timeZone} />
    </Live>
  )
}

async function Movements({ page, query, currency, zone }: { page: MovementPage; query: Query; currency: string; zone: string }) {
  const [t, shell, names, locale] = await Promise.all([
    getTranslations('activity'),
    getTranslations('shell'),
    getTranslations('ledger.buckets'),
    getLocale(),
  ])
  const title = t('title', { currency: currencyName(currency, locale) })
  const bucket = query.bucket !== null && isShown(query.bucket) ? names(query.bucket) : null
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <BookHeader title={title} balance={page.balance} query={query} />
        <Why question={questionOf[query.bucket ?? ''] ?? 'balance'} />
      </div>
      {page.entries.length === 0 ? (
        <Empty
          title={bucket ? t('emptyBucket.title', { bucket }) : t('empty.title')}
          action={
            bucket ? (
              <ButtonLink kind="quiet" href={withQuery(currency, { bucket: null, place: null })}>
                {t('showAll')}
              </ButtonLink>
            ) : null
          }
        >
          {bucket ? t('emptyBucket.text') : t('empty.text')}
        </Empty>
      ) : (
        <div>
          <p className="flex flex-wrap justify-between gap-x-6 text-small text-faint">
            <span>{t('balanceMeans')}</span>
            <span>{shell('zone', { zone: zoneText(zone, page.asOf) })}</span>
          </p>
          <ActivityTable caption={title} entries={page.entries} zone={zone} now={page.asOf} />
          <Pager page={page} query={query} currency={currency} />
        </div>
      )}
    </div>
  )
}

async function Pager({ page, query, currency }: { page: MovementPage; query: Query; currency: string }) {
  const t = await getTranslations('activity')
  if (page.newer === null && page.older === null) return null
  return (
    <nav aria-label={t('pages')} data-screen-only className="flex justify-between gap-3 pt-6">
      {page.newer === null ? (
        <span />
      ) : (
        <ButtonLink kind="quiet" rel="prev" href={withQuery(currency, { ...query, place: { after: page.newer } })}>
          {t('newer')}
        </ButtonLink>
      )}
      {page.older === null ? null : (
        <ButtonLink kind="quiet" rel="next" href={withQuery(currency, { ...query, place: { before: page.older } })}>
          {t('older')}
        </ButtonLink>
      )}
    </nav>
  )
}
