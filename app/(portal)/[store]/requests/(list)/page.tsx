import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { mayDo } from '#server/platform/permission.ts'
import type { RequestPage } from '#server/requests/index.ts'
import { Empty, Notice } from '../../../../_ui/panel.tsx'
import { LivePage } from '../../_components/live-page.tsx'
import { Pager } from '../../../../_components/pager.tsx'
import { Zone } from '../../../../_components/zone.tsx'
import { RequestCard } from './_components/request-card.tsx'
import { placeOf } from './_components/query.ts'
import { isGeneral, type ListProblem, listProblemOf } from '../_components/problem.ts'
import { pages, requireStore, type StoreParams } from '../../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requests'))('title') }
}

type Props = StoreParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** What the store has asked the marketplace to release, and what it answered; live, a page by key at a time. */
export default async function RequestsPage({ params, searchParams }: Props) {
  const { store, scope } = await requireStore(params)
  if (store.status === 'unopened') redirect(pages().overview())
  const [procedures, search] = await Promise.all([api(), searchParams])
  const place = placeOf(search)
  const page = await procedures.requests.list({ store: store.code, place })
  if (page.requests.length === 0 && place) redirect(pages().requests())
  return (
    <LivePage page={page} zone={store.timeZone}>
      <Requests
        page={page}
        zone={store.timeZone}
        justAsked={search.asked !== undefined}
        problem={listProblemOf(search.problem)}
        mayAsk={mayDo(scope.role, 'release.ask')}
      />
    </LivePage>
  )
}

type RequestsProps = { page: RequestPage; zone: string; justAsked: boolean; problem: ListProblem | undefined; mayAsk: boolean }

async function Requests({ page: { requests, asOf, previous, next }, zone, justAsked, problem, mayAsk }: RequestsProps) {
  const [t, errors] = await Promise.all([getTranslations('requests'), getTranslations('errors')])
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
      {problem ? <Notice kind="bad" title={isGeneral(problem) ? errors(problem) : t(`listProblems.${problem}`)} /> : null}
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
          <Pager
            label={t('pages')}
            previous={previous === null ? null : { href: pages().requests({ previous }), label: t('newer') }}
            next={next === null ? null : { href: pages().requests({ next }), label: t('older') }}
          />
        </>
      )}
    </div>
  )
}
