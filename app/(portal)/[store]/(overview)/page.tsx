import type { Metadata } from 'next'
import { Link } from '../../../_ui/link.tsx'
import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { Overview } from '#server/overview/index.ts'
import type { Store } from '#server/people/index.ts'
import { amountText, currencyName } from '#server/format/amount.ts'
import { Empty, Notice, Panel } from '../../../_ui/panel.tsx'
import { ActivityTable } from '../_components/activity-table.tsx'
import { PrintedAt } from '../_components/printed-at.tsx'
import { LivePage } from '../_components/live-page.tsx'
import { Why } from '../_components/why.tsx'
import { Zone } from '../../../_components/zone.tsx'
import { figuresInForce } from '../help/_components/figures.ts'
import { CurrencyAccount } from './_components/currency-account.tsx'
import { InOne } from './_components/in-one.tsx'
import { Next } from './_components/next.tsx'
import { Weeks } from './_components/weeks.tsx'
import { Unopened } from '../_components/unopened.tsx'
import { pages, requireStore, type StoreParams } from '../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sellers.overview'))('title') }
}

type Props = StoreParams & { searchParams: Promise<{ opened?: string | string[]; problem?: string | string[] }> }

/** What is mine, in each currency, and what moved last. Without an open account: no amount, and the way to open it. */
export default async function OverviewPage({ params, searchParams }: Props) {
  const { store } = await requireStore(params)
  const [procedures, { opened, problem }] = await Promise.all([api(), searchParams])
  if (store.status === 'unopened') return <Unopened store={store} isRefused={problem === 'account_not_open'} />
  const overview = await procedures.balances.overview({ store: store.code })
  return (
    <LivePage page={overview} zone={store.timeZone} until={Math.min(...overview.inOne.map((total) => total.until))}>
      <Opened overview={overview} store={store} justOpened={opened !== undefined} />
    </LivePage>
  )
}

type OpenedProps = { overview: Overview; store: Store; justOpened: boolean }

async function Opened({ overview, store, justOpened }: OpenedProps) {
  const [t, words] = await Promise.all([getTranslations('sellers'), getTranslations('activity')])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:gap-10">
      <h1 className="sr-only">{t('overview.title')}</h1>
      <PrintedAt at={overview.asOf} zone={store.timeZone} />
      {justOpened ? (
        <Notice kind="good" title={t('opened.title')}>
          {t('opened.text')}
        </Notice>
      ) : null}
      {store.status === 'closed' ? <Closed /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 md:grid-cols-2 md:gap-10 lg:gap-16">
        {overview.balances.map((balance) => (
          <CurrencyAccount key={balance.currency} balance={balance}>
            <Next ahead={balance.ahead} today={overview.today} />
          </CurrencyAccount>
        ))}
      </div>
      <Totals overview={overview} />
      <div className="grid gap-4">
        <InOne totals={overview.inOne} zone={store.timeZone} now={overview.asOf} />
        <Why question="balance" />
      </div>
      <Weeks ahead={overview.balances.map(({ ahead }) => ahead)} today={overview.today} />
      <Panel title={words('recent')} aside={<Zone zone={store.timeZone} at={overview.asOf} />}>
        {overview.recent.length === 0 ? (
          <Empty title={words('empty.title')}>{words('empty.text')}</Empty>
        ) : (
          <>
            <ActivityTable caption={words('recent')} entries={overview.recent} zone={store.timeZone} now={overview.asOf} withCurrency />
            <ViewMore currencies={overview.balances.map(({ currency }) => currency)} />
          </>
        )}
      </Panel>
    </div>
  )
}

/** That the money stays the seller's, and when what is pending comes. */
async function Closed() {
  const [t, { closedReleaseDays }] = await Promise.all([getTranslations('sellers.closed'), figuresInForce()])
  return <Notice title={t('title')}>{t('text', { days: closedReleaseDays })}</Notice>
}

/** Said aloud when a total changes, for those who don't see it roll. */
async function Totals({ overview }: { overview: Overview }) {
  const [t, locale] = await Promise.all([getTranslations('shell.live'), getLocale()])
  const totals = overview.balances.map(({ currency, total }) => `${currency} ${amountText(total, currency, locale)}`)
  return <output className="sr-only">{t('changed', { totals: new Intl.ListFormat(locale, { style: 'narrow' }).format(totals) })}</output>
}

async function ViewMore({ currencies }: { currencies: readonly string[] }) {
  const [t, locale] = await Promise.all([getTranslations('activity'), getLocale()])
  return (
    <ul data-screen-only className="flex flex-wrap gap-x-6 gap-y-1">
      {currencies.map((currency) => (
        <li key={currency}>
          <Link href={pages().activity(currency)} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
            {t('viewMoreOf', { currency: currencyName(currency, locale) })}
          </Link>
        </li>
      ))}
    </ul>
  )
}
