import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { mayDo, requireSeller } from '#server/people/index.ts'
import type { RequestPage } from '#server/requests/index.ts'
import { ButtonLink } from '../../../_ui/button.tsx'
import { Empty, Notice } from '../../../_ui/panel.tsx'
import { LivePage } from '../../_components/live-page.tsx'
import { Zone } from '../../_components/zone.tsx'
import { RequestCard } from './_components/request-card.tsx'
import { placeOf } from './_components/query.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requests'))('title') }
}

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** What the store has asked the marketplace to release, and what it answered; live, a page by key at a time. */
export default async function RequestsPage({ searchParams }: Search) {
  const { store, scope } = await requireSeller()
  if (store.status === 'unopened') redirect('/')
  const [procedures, search] = await Promise.all([api(), searchParams])
  const place = placeOf(search)
  const page = await procedures.requests.list({ place })
  if (page.requests.length === 0 && place) redirect('/requests')
  return (
    <LivePage page={page} zone={store.timeZone}>
      <Requests page={page} zone={store.timeZone} justAsked={search.asked !== undefined} mayAsk={mayDo(scope.role, 'release.ask')} />
    </LivePage>
  )
}

type RequestsProps = { page: RequestPage; zone: string; justAsked: boolean; mayAsk: boolean }

async function Requests({ page: { requests, asOf, ...page }, zone, justAsked, mayAsk }: RequestsProps) {
  const t = await getTranslations('requests')
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <h1 className="text-title">{t('title')}</h1>
        <p className="text-soft">{t('lead')}</p>
      </div>
      {justAsked ? (
        <Notice kind="good" title={t('asked.title')}>
          {t('asked.text')}
        </Notice>
      ) : null}
      {requests.length === 0 ? (
        <Empty title={t('empty.title')}>{t(mayAsk ? 'empty.text' : 'empty.others')}</Empty>
      ) : (
        <>
          <Zone zone={zone} at={requests[0]?.askedAt ?? asOf} />
          <ul className="grid gap-4">
            {requests.map((request) => (
              <RequestCard key={request.id} request={request} zone={zone} now={asOf} />
            ))}
          </ul>
          <Pager {...page} />
        </>
      )}
    </div>
  )
}

async function Pager({ previous, next }: Pick<RequestPage, 'previous' | 'next'>) {
  const t = await getTranslations('requests')
  if (previous === null && next === null) return null
  return (
    <nav aria-label={t('pages')} data-screen-only className="flex justify-between gap-3">
      {previous === null ? (
        <span />
      ) : (
        <ButtonLink kind="quiet" rel="prev" href={`/requests?previous=${previous}`}>
          {t('newer')}
        </ButtonLink>
      )}
      {next === null ? null : (
        <ButtonLink kind="quiet" rel="next" href={`/requests?next=${next}`}>
          {t('older')}
        </ButtonLink>
      )}
    </nav>
  )
}
