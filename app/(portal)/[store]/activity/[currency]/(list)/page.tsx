import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { MovementPage, View } from '#server/activity/index.ts'
import { ButtonLink } from '../../../../../_ui/button.tsx'
import { currencyName } from '#server/format/amount.ts'
import { dateText, dayKey } from '#server/format/date.ts'
import { Empty, Notice } from '../../../../../_ui/panel.tsx'
import { verbatim } from '../../../../../_ui/verbatim.tsx'
import { ActivityTable } from '../../../_components/activity-table.tsx'
import { dataIsReady } from '../../../_components/hold-skeleton.ts'
import { LivePage } from '../../../_components/live-page.tsx'
import { PrintedAt } from '../../../_components/printed-at.tsx'
import { Why } from '../../../_components/why.tsx'
import { Pager } from '../../../../../_components/pager.tsx'
import { Zone } from '../../../../../_components/zone.tsx'
import type { Question } from '../../../help/_components/questions.ts'
import { BookHeader } from '../_components/book-header.tsx'
import { Chips } from '../_components/chips.tsx'
import { Filters } from '../_components/filters.tsx'
import { withQuery } from '../_components/list-path.ts'
import { everything, isFiltered, type Query, queryOf, searchOf, type Unread } from '../_components/query.ts'
import { KeepView, Views } from '../_components/views.tsx'
import { pages, requireStore } from '../../../_components/page-store.ts'

type Props = { params: Promise<{ store: string; currency: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ currency }, t, locale] = await Promise.all([params, getTranslations('activity'), getLocale()])
  return { title: t('title', { currency: currencyName(currency, locale) }) }
}

/** What somebody who looks at a bucket's rows most likely asks. */
const questionsOf: Readonly<Record<NonNullable<Query['filter']['bucket']>, readonly Question[]>> = {
  available: ['cost', 'bind'],
  processing: ['duration', 'cost'],
  pending: ['release'],
  reserve: ['release'],
  frozen: ['frozen'],
  debt: ['debt'],
}

/** Which way a page was read, so where what was not looked at lies. */
const sideOf = ({ place }: Query) => (place !== null && 'after' in place ? 'newer' : 'older')

/** The movements of one currency, a page by key at a time. */
export default async function ActivityPage({ params, searchParams }: Props) {
  const [{ store }, { currency }, search] = await Promise.all([requireStore(params), params, searchParams])
  if (store.status === 'unopened') redirect(pages().overview())
  const { unread, ...query } = queryOf(search, currency)
  // A form names what it leaves empty; the address that is shared names what is asked.
  if (Object.values(search).includes('')) {
    dataIsReady()
    redirect(withQuery(currency, query, unread))
  }
  const procedures = await api()
  const [page, views] = await Promise.all([
    procedures.activity.list({ store: store.code, currency, ...query }),
    procedures.activity.views({ store: store.code }),
  ])
  if (page.entries.length === 0 && query.place && page[sideOf(query)] === null) redirect(withQuery(currency, { ...query, place: null }))
  return (
    <LivePage page={page} zone={store.timeZone}>
      <PrintedAt at={page.asOf} zone={store.timeZone} />
      <Movements page={page} views={views} query={query} unread={unread} currency={currency} zone={store.timeZone} />
    </LivePage>
  )
}

type Parts = { page: MovementPage; query: Query; currency: string; zone: string }

async function Movements({ unread, views, ...parts }: Parts & { unread: Unread; views: readonly View[] }) {
  const { page, query, currency, zone } = parts
  const { bucket, period } = query.filter
  const [t, locale] = await Promise.all([getTranslations('activity'), getLocale()])
  const title = t('title', { currency: currencyName(currency, locale) })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <BookHeader title={title} page={page} query={query} />
        <div>
          {(bucket === null ? (['balance'] as const) : questionsOf[bucket]).map((question) => (
            <Why key={question} question={question} />
          ))}
        </div>
      </div>
      <Views views={views} query={query} currency={currency} />
      <Filters query={query} unread={unread} currency={currency} today={dayKey(page.asOf, zone)} kinds={page.kinds} />
      {page.newestLines === null ? null : (
        <Notice title={t('newestLines.title', { count: page.newestLines })}>{t('newestLines.text')}</Notice>
      )}
      {Object.keys(unread).length > 0 ? <Notice title={t('filter.unread')}>{t('filter.unreadText')}</Notice> : null}
      {isFiltered(query) ? (
        <div className="flex flex-wrap items-center gap-x-3">
          <Chips {...parts} />
          <KeepView views={views} query={query} currency={currency} />
        </div>
      ) : null}
      {page.entries.length === 0 ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {period === null && page.reachedAt === null ? null : <Zone zone={zone} at={page.asOf} />}
          <Nothing {...parts} />
        </div>
      ) : (
        <div>
          <div className="flex flex-wrap justify-between gap-x-6 text-small text-faint">
            <p>{t('balanceMeans')}</p>
            <Zone zone={zone} at={page.asOf} />
          </div>
          <ActivityTable caption={title} entries={page.entries} zone={zone} now={page.asOf} search={searchOf(query)} />
          {page.reachedAt === null ? null : (
            <p className="pt-4 text-small text-soft">
              {t('reached', { side: sideOf(query), day: dateText(page.reachedAt, locale, zone, 'day', page.asOf) })}
            </p>
          )}
          <Pages {...parts} />
        </div>
      )}
    </div>
  )
}

/** No row: because nothing ever moved, because of what was asked, or because the search has not come that far. */
async function Nothing({ page, query, currency, zone }: Parts) {
  const [t, names, locale] = await Promise.all([getTranslations('activity'), getTranslations('ledger.buckets'), getLocale()])
  const { bucket, reference } = query.filter
  const all = (
    <ButtonLink kind="quiet" href={withQuery(currency, everything)}>
      {t('showAll')}
    </ButtonLink>
  )
  const side = sideOf(query)
  const rest = page[side]
  if (page.reachedAt !== null && rest !== null) {
    const day = dateText(page.reachedAt, locale, zone, 'day', page.asOf)
    const place = side === 'newer' ? { after: rest } : { before: rest }
    return (
      <Empty
        title={t('emptySoFar.title', { side, day })}
        action={<ButtonLink href={withQuery(currency, { ...query, place })}>{t('further', { side })}</ButtonLink>}
      >
        {t('emptySoFar.text', { side })}
      </Empty>
    )
  }
  if (!isFiltered(query))
    return (
      <>
        <Empty title={t('empty.title')}>{t('empty.text')}</Empty>
        <Why question="direct" />
      </>
    )
  if (reference !== null)
    return (
      <Empty title={t.rich('emptyReference.title', { reference: verbatim(reference) })} action={all}>
        {t('emptyReference.text')}
      </Empty>
    )
  const onlyBucket = bucket !== null && searchOf(query) === searchOf({ ...everything, filter: { ...everything.filter, bucket } })
  return onlyBucket ? (
    <Empty title={t('emptyBucket.title', { bucket: names(bucket) })} action={all}>
      {t('emptyBucket.text')}
    </Empty>
  ) : (
    <Empty title={t('emptyFilter.title')} action={all}>
      {t('emptyFilter.text')}
    </Empty>
  )
}

async function Pages({ page: { newer, older, reachedAt }, query, currency }: Parts) {
  const t = await getTranslations('activity')
  const side = sideOf(query)
  const name = (other: typeof side) => (reachedAt !== null && other === side ? t('further', { side }) : t(other))
  const way = (place: typeof query.place, label: string) => ({ href: withQuery(currency, { ...query, place }), label })
  return (
    <Pager
      label={t('pages')}
      previous={newer === null ? null : way({ after: newer }, name('newer'))}
      next={older === null ? null : way({ before: older }, name('older'))}
      className="pt-6"
    />
  )
}
