import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { requireSeller } from '#server/people/index.ts'
import { zoneText } from '../../../_ui/format.ts'
import { Empty, Notice } from '../../../_ui/panel.tsx'
import { RequestCard } from './_components/request-card.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requests'))('title') }
}

type Search = { searchParams: Promise<{ asked?: string | string[] }> }

/** What the store has asked the marketplace to release, and what it answered. */
export default async function RequestsPage({ searchParams }: Search) {
  const { store } = await requireSeller()
  if (store.status === 'unopened') redirect('/')
  const [t, shell, locale, procedures, { asked }] = await Promise.all([
    getTranslations('requests'),
    getTranslations('shell'),
    getLocale(),
    api(),
    searchParams,
  ])
  const requests = await procedures.requests.list()
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <h1 className="text-title">{t('title')}</h1>
        <p className="text-soft">{t('lead')}</p>
      </div>
      {asked === undefined ? null : (
        <Notice kind="good" title={t('asked.title')}>
          {t('asked.text')}
        </Notice>
      )}
      {requests.length === 0 ? (
        <Empty title={t('empty.title')}>{t('empty.text')}</Empty>
      ) : (
        <>
          <p className="text-small text-faint">{shell('zone', { zone: zoneText(store.timeZone, requests[0]?.askedAt ?? 0, locale) })}</p>
          <ul className="grid gap-4">
            {requests.map((request) => (
              <RequestCard key={request.id} request={request} zone={store.timeZone} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
