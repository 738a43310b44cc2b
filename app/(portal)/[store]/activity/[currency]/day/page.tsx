import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { CalendarDay, type DayPage } from '#server/activity/index.ts'
import { Button, ButtonLink } from '../../../../../_ui/button.tsx'
import { Field } from '../../../../../_ui/field.tsx'
import { currencyName } from '#server/format/amount.ts'
import { dayText, offsetText } from '#server/format/date.ts'
import { Icon } from '../../../../../_ui/icons.tsx'
import { Link } from '../../../../../_ui/link.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { Notice, Panel } from '../../../../../_ui/panel.tsx'
import { ActivityTable } from '../../../_components/activity-table.tsx'
import { LivePage } from '../../../_components/live-page.tsx'
import { PrintedAt } from '../../../_components/printed-at.tsx'
import { DayBuckets } from '../_components/day-buckets.tsx'
import { withQuery } from '../_components/list-path.ts'
import { changed, everything } from '../_components/query.ts'
import { pages, requireStore } from '../../../_components/page-store.ts'

type Props = { params: Promise<{ store: string; currency: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ currency }, t] = await Promise.all([params, getTranslations('activity.day')])
  return { title: `${currency} · ${t('link')}` }
}

/** A currency at the end of a day of the seller's zone: what stood there, and how it came to it. Yesterday unless a day is named. */
export default async function BalanceOfDay({ params, searchParams }: Props) {
  const [{ store }, { currency }, { date }] = await Promise.all([requireStore(params), params, searchParams])
  if (store.status === 'unopened') redirect(pages().overview())
  const named = CalendarDay.safeParse(date)
  const procedures = await api()
  const page = await procedures.activity.day({ store: store.code, currency, date: named.success ? named.data : null })
  return (
    <LivePage page={page} zone={store.timeZone}>
      <PrintedAt at={page.asOf} zone={store.timeZone} />
      <Day page={page} currency={currency} zone={store.timeZone} unread={date !== undefined && !named.success} />
    </LivePage>
  )
}

type Parts = { page: DayPage; currency: string; zone: string }

async function Day({ page, currency, zone, unread }: Parts & { unread: boolean }) {
  const [t, ledger, locale] = await Promise.all([getTranslations('activity.day'), getTranslations('ledger'), getLocale()])
  const name = currencyName(currency, locale)
  const day = dayText(page.date, locale, 'day', page.today)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <p data-screen-only>
          <Link
            href={withQuery(currency, everything)}
            className="inline-flex min-h-11 items-center gap-1 text-accent underline-offset-4 hover:underline"
          >
            <Icon name="chevron" className="size-4 rotate-180" />
            {t('back', { currency: name })}
          </Link>
        </p>
        {unread ? <Notice title={t('unread')} /> : null}
        <h1 className="text-body">
          {page.date === page.today ? t('titleToday', { currency: name }) : t('title', { currency: name, day })}
        </h1>
        <p>
          <span className="sr-only">{ledger('total')}</span>
          <Amount amount={page.closing.total} currency={currency} size="total" />
        </p>
        <p className="text-small text-faint">{t('ends', { zone: offsetText(zone, page.endsAt) })}</p>
      </div>
      <Days page={page} currency={currency} />
      <DayBuckets page={page} currency={currency} caption={t('table')} />
      {page.addsUp ? (
        <p className="flex items-center gap-2 text-small text-soft">
          <Icon name="check" className="size-4 text-good" />
          {t('adds')}
        </p>
      ) : (
        <Notice kind="bad" title={t('breaks')}>
          {t('breaksText')}
        </Notice>
      )}
      <Entries page={page} currency={currency} zone={zone} />
    </div>
  )
}

/** Another day: the one before, the one after, or any. */
async function Days({ page, currency }: Omit<Parts, 'zone'>) {
  const t = await getTranslations('activity.day')
  const { date, previous, next, today } = page
  const dayOf = (other: string) => pages().day(currency, other)
  return (
    <div data-screen-only className="flex flex-wrap items-end gap-2">
      <form key={date} action={pages().day(currency)} className="flex items-end gap-2 max-sm:w-full">
        <Field
          type="date"
          name="date"
          label={t('date')}
          defaultValue={date}
          min="2000-01-01"
          max={today}
          required
          className="min-w-0 flex-1"
        />
        <Button type="submit" kind="quiet">
          {t('show')}
        </Button>
      </form>
      <nav aria-label={t('nearby')} className="flex gap-2 max-sm:w-full max-sm:justify-between">
        <ButtonLink kind="quiet" rel="prev" href={dayOf(previous)}>
          {t('previous')}
        </ButtonLink>
        {next === null ? null : (
          <ButtonLink kind="quiet" rel="next" href={dayOf(next)}>
            {t('next')}
          </ButtonLink>
        )}
      </nav>
    </div>
  )
}

async function Entries({ page, currency, zone }: Parts) {
  const t = await getTranslations('activity.day')
  const { date, count, entries } = page
  const title = t('entries', { count })
  return (
    <Panel title={title}>
      {count === 0 ? (
        <p className="text-soft">{t('quiet')}</p>
      ) : (
        <>
          <ActivityTable caption={title} entries={entries} zone={zone} now={page.asOf} />
          {count > entries.length ? (
            <p data-screen-only>
              <Link
                href={withQuery(currency, changed(everything, { period: { from: date, to: date } }))}
                className="inline-flex min-h-11 items-center text-accent underline underline-offset-4"
              >
                {t('all')}
              </Link>
            </p>
          ) : null}
        </>
      )}
    </Panel>
  )
}
