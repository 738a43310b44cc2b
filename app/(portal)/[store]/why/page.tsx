import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { Why } from '#server/forecast/index.ts'
import { amountText } from '#server/format/amount.ts'
import { LinkChoice } from '../../../_ui/link-choice.tsx'
import { Amount } from '../../../_ui/money.tsx'
import { MoneyBar } from '../../../_ui/money-bar.tsx'
import { Empty } from '../../../_ui/panel.tsx'
import { Unopened } from '../_components/unopened.tsx'
import { barOf } from '../_components/buckets.ts'
import { rowsOf } from '../_components/rows-path.ts'
import { currencyAsked, otherCurrencies } from '../_components/currency-asked.ts'
import { PrintedAt } from '../_components/printed-at.tsx'
import { LivePage } from '../_components/live-page.tsx'
import { Zone } from '../../../_components/zone.tsx'
import { ReasonCard } from './_components/reason-card.tsx'
import { pages, requireStore, type StoreParams } from '../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('forecast.why'))('title') }
}

type Props = StoreParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** One answer per currency: everything that keeps money from being available, the largest first. */
export default async function WhyPage({ params, searchParams }: Props) {
  const [{ store }, search] = await Promise.all([requireStore(params), searchParams])
  if (store.status === 'unopened') return <Unopened store={store} />
  const currency = currencyAsked(search)
  const procedures = await api()
  const why = await procedures.forecast.why({ store: store.code, currency })
  return (
    <LivePage page={why} zone={store.timeZone}>
      <Answer why={why} zone={store.timeZone} />
    </LivePage>
  )
}

async function Answer({ why, zone }: { why: Why; zone: string }) {
  const [t, activity, locale] = await Promise.all([getTranslations('forecast.why'), getTranslations('activity'), getLocale()])
  const { balance } = why
  const { currency } = balance
  const { parts, debt } = barOf(balance, rowsOf)
  const text = (amount: string) => amountText(amount, currency, locale)
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
      <PrintedAt at={why.asOf} zone={zone} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-title">{t('title')}</h1>
        <LinkChoice label={activity('currencies')} options={otherCurrencies(why.currencies, currency, (other) => pages().why(other))} />
      </div>
      <div className="grid gap-3">
        <p className="grid">
          <span className="text-small text-soft">
            {t(why.missing.startsWith('-') ? 'short' : 'missing')} · {currency}
          </span>
          <Amount amount={why.missing} currency={currency} size="total" live />
        </p>
        <MoneyBar parts={parts} debt={debt} size="small" />
        <p className="text-small text-soft">
          {why.reasons.length > 0
            ? t('adds', { missing: text(why.missing), total: text(balance.total), available: text(balance.available) })
            : null}
        </p>
      </div>
      {why.reasons.length === 0 ? (
        <Empty title={t('clear.title')}>{t('clear.text')}</Empty>
      ) : (
        <ol className="grid grid-cols-[minmax(0,1fr)]">
          {why.reasons.map((sum) => (
            <ReasonCard key={sum.reason} sum={sum} why={why} zone={zone} />
          ))}
        </ol>
      )}
      <Zone zone={zone} at={why.asOf} />
    </div>
  )
}
