import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { api, isNotFound } from '#server/api/caller.ts'
import { requireSeller } from '#server/people/index.ts'
import { currencyName, zoneText } from '../../../../_ui/format.ts'
import { Icon } from '../../../../_ui/icons.tsx'
import { Link } from '../../../../_ui/link.tsx'
import { Panel } from '../../../../_ui/panel.tsx'
import { Facts } from '../_components/facts.tsx'
import { queryOf, withQuery } from '../_components/query.ts'
import { Related } from '../_components/related.tsx'
import { Sale } from '../_components/sale.tsx'
import { Timeline } from '../_components/timeline.tsx'

type Props = {
  params: Promise<{ currency: string; version: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const read = cache(async (currency: string, version: string) => {
  const procedures = await api()
  return procedures.activity.movement({ currency, version: Number(version) }).catch((error: unknown) => {
    if (isNotFound(error)) return null
    throw error
  })
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ currency }, t, locale] = await Promise.all([params, getTranslations('activity'), getLocale()])
  return { title: t('title', { currency: currencyName(currency, locale) }) }
}

/** One entry: what moved from where to where, what it came from, and all else that its order did. */
export default async function EntryPage({ params, searchParams }: Props) {
  const [{ store }, { currency, version }, search] = await Promise.all([requireSeller(), params, searchParams])
  if (store.status === 'unopened') redirect('/')
  const [detail, t, shell] = await Promise.all([read(currency, version), getTranslations('activity.detail'), getTranslations('shell')])
  if (!detail) notFound()
  const zone = store.timeZone
  // The zone as it is at this entry, which may lie on the other side of a change of clocks.
  const stated = <p className="text-small text-faint">{shell('zone', { zone: zoneText(zone, detail.entry.bookedAt) })}</p>
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <div className="grid gap-4">
        <p data-screen-only>
          <Link
            href={withQuery(currency, queryOf(search, currency))}
            className="inline-flex min-h-11 items-center gap-1 text-accent underline-offset-4 hover:underline"
          >
            <Icon name="chevron" className="size-4 rotate-180" />
            {t('back')}
          </Link>
        </p>
        <Facts detail={detail} zone={zone} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-2 lg:gap-12">
        {detail.timeline.length === 0 ? null : (
          <Panel title={t('timeline')} aside={stated} className="content-start">
            <Timeline steps={detail.timeline} zone={zone} />
          </Panel>
        )}
        {detail.sale === null ? null : (
          <Panel title={t('saleTitle')} className="content-start">
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
