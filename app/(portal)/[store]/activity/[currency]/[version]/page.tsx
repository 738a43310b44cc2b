import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { EntryNumber, type MovementDetail } from '#server/activity/index.ts'
import { api, orNull } from '#server/api/caller.ts'
import type { MovementKind } from '#server/ledger/index.ts'
import { currencyName } from '#server/format/amount.ts'
import { Icon } from '../../../../../_ui/icons.tsx'
import { Link } from '../../../../../_ui/link.tsx'
import { Panel } from '../../../../../_ui/panel.tsx'
import { LivePage } from '../../../_components/live-page.tsx'
import { PrintedAt } from '../../../_components/printed-at.tsx'
import { Why } from '../../../_components/why.tsx'
import type { Question } from '../../../help/_components/questions.ts'
import { Facts } from '../_components/facts.tsx'
import { withQuery } from '../_components/list-path.ts'
import { type Query, queryOf, searchOf } from '../_components/query.ts'
import { Related } from '../_components/related.tsx'
import { Sale } from '../_components/sale.tsx'
import { Timeline } from '../_components/timeline.tsx'
import { pages, requireStore, storeCode } from '../../../_components/page-store.ts'

type Props = {
  params: Promise<{ store: string; currency: string; version: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** What somebody who looks at an entry of this type most likely asks; why it isn't released only while something of it waits. */
const questionsOf: Readonly<Partial<Record<MovementKind, readonly Question[]>>> = {
  payment: ['release', 'direct'],
  margin_kept: ['release'],
  hold: ['frozen'],
  debt_repaid: ['debt'],
  withdrawal_requested: ['duration', 'cost'],
  withdrawal_fee: ['cost'],
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ currency }, t, locale] = await Promise.all([params, getTranslations('activity'), getLocale()])
  return { title: t('title', { currency: currencyName(currency, locale) }) }
}

async function entryOf(currency: string, version: string, { filter }: Query): Promise<MovementDetail | null> {
  const number = EntryNumber.safeParse(Number(version)).data
  if (number === undefined || version !== String(number)) return null
  const procedures = await api()
  return orNull(procedures.activity.movement({ store: storeCode(), currency, version: number, filter }))
}

/**
 * One entry: what moved from where to where, what it came from, and all else that its order did. It has no loading state, so that an
 * entry which isn't there is a real 404; it is one reading by key.
 */
export default async function EntryPage({ params, searchParams }: Props) {
  const [{ store }, { currency, version }, search] = await Promise.all([requireStore(params), params, searchParams])
  if (store.status === 'unopened') redirect(pages().overview())
  const query = queryOf(search, currency)
  const detail = await entryOf(currency, version, query)
  if (!detail) notFound()
  return (
    <LivePage page={detail} zone={store.timeZone}>
      <Detail detail={detail} query={query} zone={store.timeZone} />
    </LivePage>
  )
}

type Parts = { detail: MovementDetail; query: Query; zone: string }

async function Detail({ detail, query, zone }: Parts) {
  const t = await getTranslations('activity.detail')
  const { currency } = detail.entry
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <PrintedAt at={detail.asOf} zone={zone} />
      <div className="grid gap-4">
        <div data-screen-only className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
          <Link
            href={withQuery(currency, query)}
            className="inline-flex min-h-11 items-center gap-1 text-accent underline-offset-4 hover:underline"
          >
            <Icon name="chevron" className="size-4 rotate-180" />
            {t('back')}
          </Link>
          <Beside detail={detail} query={query} />
        </div>
        <Facts detail={detail} zone={zone} />
        <div>
          {(questionsOf[detail.entry.kind] ?? [])
            .filter((question) => question !== 'release' || detail.status === 'waiting')
            .map((question) => (
              <Why key={question} question={question} />
            ))}
        </div>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-2 lg:gap-12">
        {detail.timeline.length === 0 ? null : (
          <Panel title={t('timeline')} className="content-start break-inside-avoid">
            <Timeline steps={detail.timeline} zone={zone} />
          </Panel>
        )}
        {detail.sale === null ? null : (
          <Panel title={t('saleTitle')} className="content-start break-inside-avoid">
            <Sale sale={detail.sale} currency={currency} />
          </Panel>
        )}
      </div>
      {detail.related.length === 0 ? null : (
        <Panel title={t('relatedTitle')}>
          <Related detail={detail} zone={zone} />
        </Panel>
      )}
    </div>
  )
}

/**
 * To the entries on either side of it in the list that it was opened from; where a search by amount or status has not come that far, to
 * the list where it goes on.
 */
async function Beside({ detail: { entry, newer, older, rest }, query }: Omit<Parts, 'zone'>) {
  const t = await getTranslations('activity')
  const { currency } = entry
  const addressOf = (version: number) => pages().entry(currency, version, searchOf(query))
  const ways = [
    { side: 'newer', rel: 'prev', version: newer, place: rest.newer === null ? null : { after: rest.newer } },
    { side: 'older', rel: 'next', version: older, place: rest.older === null ? null : { before: rest.older } },
  ] as const
  return (
    <nav aria-label={t('detail.beside')} className="flex gap-x-6">
      {ways.map(({ side, rel, version, place }) =>
        version === null && place === null ? null : (
          <Link
            key={side}
            rel={rel}
            href={version === null ? withQuery(currency, { ...query, place }) : addressOf(version)}
            className="inline-flex min-h-11 items-center text-accent underline underline-offset-4"
          >
            {version === null ? t('further', { side }) : t(`detail.${side}`)}
          </Link>
        ),
      )}
    </nav>
  )
}
