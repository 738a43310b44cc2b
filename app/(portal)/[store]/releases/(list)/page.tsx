import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { MarketplaceId } from '#server/platform/marketplace-id.ts'
import type { ReleasePage } from '#server/releases/index.ts'
import { ButtonLink } from '../../../../_ui/button.tsx'
import { Link } from '../../../../_ui/link.tsx'
import { Empty, Notice } from '../../../../_ui/panel.tsx'
import { verbatim } from '../../../../_ui/verbatim.tsx'
import { dataIsReady } from '../../_components/hold-skeleton.ts'
import { CalendarLink } from '../../_components/calendar-link.tsx'
import { PrintedAt } from '../../_components/printed-at.tsx'
import { LivePage } from '../../_components/live-page.tsx'
import { pages, requireStore, type StoreParams } from '../../_components/page-store.ts'
import { Pager } from '../../../../_components/pager.tsx'
import { Zone } from '../../../../_components/zone.tsx'
import { FindOrder } from './_components/find-order.tsx'
import { Lists } from './_components/lists.tsx'
import { Chosen, isNarrowed, Narrow } from './_components/narrow.tsx'
import { withQuery } from './_components/list-path.ts'
import { type Query, queryOf } from './_components/query.ts'
import { ReleaseTable } from './_components/release-table.tsx'

type Props = StoreParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('releases'))('title') }
}

/** A store's orders by where their money waits and why, a page by key at a time. */
export default async function ReleasesPage({ params, searchParams }: Props) {
  const [{ store }, search] = await Promise.all([requireStore(params), searchParams])
  if (store.status === 'unopened') redirect(pages().overview())
  const query = queryOf(search)
  const sought = typeof search.order === 'string' ? search.order.trim().slice(0, 64) : ''
  const procedures = await api()
  const [page, found] = await Promise.all([
    procedures.releases.list({ store: store.code, ...query }),
    MarketplaceId.safeParse(sought).success ? procedures.releases.order({ store: store.code, orderId: sought }) : null,
  ])
  dataIsReady()
  if (found) redirect(pages().order(sought))
  if (page.lines.length === 0 && query.place) redirect(withQuery({ ...query, place: null }))
  return (
    <LivePage page={page} zone={store.timeZone}>
      <Releases page={page} query={query} zone={store.timeZone} missing={sought} />
    </LivePage>
  )
}

async function Releases({ page, query, zone, missing }: { page: ReleasePage; query: Query; zone: string; missing: string }) {
  const [t, requests] = await Promise.all([getTranslations('releases'), getTranslations('requests')])
  const historic = query.show === 'all' || query.show === 'released'
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PrintedAt at={page.asOf} zone={zone} />
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-title">{t('title')}</h1>
          <p className="text-soft">{t('explain')}</p>
          <p data-screen-only className="flex flex-wrap gap-x-6">
            <Link href={pages().requests()} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
              {requests('title')}
            </Link>
            <CalendarLink
              currency={query.currency}
              className="inline-flex min-h-11 items-center text-accent underline underline-offset-4"
            />
          </p>
        </div>
        <FindOrder sought={missing} />
      </div>
      {missing ? <Notice title={t.rich('find.missing', { id: verbatim(missing) })}>{t('find.hint')}</Notice> : null}
      <div className="hidden print:block">
        <Chosen query={query} list={t(`shows.${query.show}`)} />
      </div>
      <Lists query={query} summary={page.summary} />
      <Narrow query={query} summary={page.summary} />
      {page.lines.length === 0 ? (
        <Nothing query={query} />
      ) : (
        <div>
          <div className="flex flex-wrap justify-between gap-x-6 text-small text-faint">
            <p>{t(historic ? 'newestFirst' : 'oldestFirst')}</p>
            <Zone zone={zone} at={page.asOf} />
          </div>
          <ReleaseTable caption={t(`shows.${query.show}`)} show={query.show} lines={page.lines} zone={zone} now={page.asOf} />
          <Pages page={page} query={query} />
        </div>
      )}
    </div>
  )
}

async function Nothing({ query }: { query: Query }) {
  const t = await getTranslations('releases.empty')
  if (!isNarrowed(query)) return <Empty title={t(`${query.show}.title`)}>{t(`${query.show}.text`)}</Empty>
  const all = withQuery({ show: query.show, reason: null, due: null, currency: null, place: null })
  return (
    <Empty
      title={t('narrowed.title')}
      action={
        <ButtonLink kind="quiet" href={all}>
          {t('narrowed.action')}
        </ButtonLink>
      }
    >
      {t('narrowed.text')}
    </Empty>
  )
}

async function Pages({ page: { previous, next }, query }: { page: ReleasePage; query: Query }) {
  const t = await getTranslations('releases')
  const way = (place: Query['place'], label: string) => ({ href: withQuery({ ...query, place }), label })
  return (
    <Pager
      label={t('pages')}
      previous={previous === null ? null : way({ previous }, t('previous'))}
      next={next === null ? null : way({ next }, t('next'))}
      className="pt-6"
    />
  )
}
