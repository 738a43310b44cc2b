import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { api } from '#server/api/caller.ts'
import type { ReleaseTerm } from '#server/orders/index.ts'
import { mayDo } from '#server/platform/permission.ts'
import { MarketplaceId } from '#server/platform/marketplace-id.ts'
import type { OrderLine, OrderPage } from '#server/releases/index.ts'
import type { LineRequest } from '#server/requests/index.ts'
import { currencyName } from '#server/format/amount.ts'
import { dateText } from '#server/format/date.ts'
import { Icon } from '../../../../_ui/icons.tsx'
import { Link } from '../../../../_ui/link.tsx'
import { Panel } from '../../../../_ui/panel.tsx'
import { verbatim } from '../../../../_ui/verbatim.tsx'
import { PrintedAt } from '../../_components/printed-at.tsx'
import { LivePage } from '../../_components/live-page.tsx'
import { Why } from '../../_components/why.tsx'
import { Zone } from '../../../../_components/zone.tsx'
import { Asking } from './_components/asking.tsx'
import { Steps } from '../../../../_components/order-steps.tsx'
import { Waiting } from './_components/waiting.tsx'
import { Waterfall } from './_components/waterfall.tsx'
import { pages, requireStore } from '../../_components/page-store.ts'

type Props = { params: Promise<{ store: string; order: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [id, t] = await Promise.all([orderIn(params), getTranslations('releases.order')])
  return { title: t('title', { id: id ?? '' }) }
}

/** The id that the address names; null where it is none. */
async function orderIn(params: Props['params']): Promise<string | null> {
  const { order } = await params
  try {
    return MarketplaceId.safeParse(decodeURIComponent(order)).data ?? null
  } catch {
    return null
  }
}

/**
 * One order: where its money is and why, how it adds up, what happened. It has no loading state, so that an order which isn't there
 * is a real 404; it is one reading by key.
 */
export default async function OrderDetail({ params }: Props) {
  const [{ store, scope }, orderId, procedures] = await Promise.all([requireStore(params), orderIn(params), api()])
  if (store.status === 'unopened') redirect(pages().overview())
  if (orderId === null) notFound()
  const named = { store: store.code, orderId }
  const [page, requests] = await Promise.all([procedures.releases.order(named), procedures.requests.ofOrder(named)])
  if (!page) notFound()
  return (
    <LivePage page={page} zone={store.timeZone}>
      <Detail page={page} requests={requests} may={mayDo(scope.role, 'release.ask')} zone={store.timeZone} />
    </LivePage>
  )
}

type DetailProps = { page: OrderPage; requests: readonly LineRequest[]; may: boolean; zone: string }

async function Detail({ page: { order, asOf, term }, requests, may, zone }: DetailProps) {
  const [t, locale] = await Promise.all([getTranslations('releases.order'), getLocale()])
  const several = order.lines.length > 1
  const paidAt = order.lines[0]?.paidAt ?? asOf
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:max-w-4xl">
      <PrintedAt at={asOf} zone={zone} />
      <div className="grid gap-1">
        <Link
          data-screen-only
          href={pages().releases()}
          className="inline-flex min-h-11 items-center gap-1 justify-self-start text-accent underline underline-offset-4"
        >
          <Icon name="back" className="size-4" />
          {t('back')}
        </Link>
        <h1 className="text-title break-all">{t.rich('heading', { id: verbatim(order.orderId) })}</h1>
        <div className="flex flex-wrap justify-between gap-x-6 text-small text-faint">
          <p>{t('paid', { date: dateText(paidAt, locale, zone, 'day-and-weekday', asOf) })}</p>
          <Zone zone={zone} at={asOf} />
        </div>
      </div>
      {several ? (
        <Panel title={t('sums')}>
          {order.sums.map((money) => (
            <Waterfall key={money.currency} money={money} caption={t('sums')} />
          ))}
        </Panel>
      ) : null}
      {order.lines.map((line) => (
        <LineDetail key={line.key} line={line} term={term} several={several} zone={zone} now={asOf}>
          {requests
            .filter(({ lineId }) => lineId === line.lineId)
            .map((request) => (
              <Asking key={request.lineId} orderId={order.orderId} line={request} may={may} zone={zone} />
            ))}
        </LineDetail>
      ))}
      <ul data-screen-only className="flex flex-wrap gap-x-6 border-t border-line pt-2">
        {order.sums.map(({ currency }) => (
          <li key={currency}>
            <Link
              href={pages().activity(currency, { ref: order.orderId })}
              className="inline-flex min-h-11 items-center text-accent underline underline-offset-4"
            >
              {t('activity', { currency: currencyName(currency, locale) })}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

type LineProps = { line: OrderLine; term: ReleaseTerm; several: boolean; zone: string; now: number; children: ReactNode }

/** A child order, with what was asked for it (`children`); where the order has only one there is no word of it. */
async function LineDetail({ line, term, several, zone, now, children }: LineProps) {
  const t = await getTranslations('releases.order')
  const Heading = several ? 'h3' : 'h2'
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-6 border-t border-line pt-5 first-of-type:border-0 first-of-type:pt-0">
      {several ? <h2 className="text-body break-all">{t.rich('line', { id: verbatim(line.lineId) })}</h2> : null}
      <Waiting line={line} term={term} zone={zone} now={now} />
      {line.wait === null ? null : <Why question={line.wait.bucket === 'frozen' ? 'frozen' : 'release'} />}
      {children}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-2 md:gap-12">
        <div className="grid content-start gap-3">
          <Heading className="text-body">{t('money')}</Heading>
          <Waterfall money={line.waterfall} caption={t('money')} />
        </div>
        <div className="grid content-start gap-3">
          <Heading className="text-body">{t('steps')}</Heading>
          <Steps line={line} zone={zone} now={now} />
        </div>
      </div>
    </section>
  )
}
