import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { requireStaff } from '#server/people/index.ts'
import { staffPaths } from '#server/platform/paths.ts'
import type { QueuePage } from '#server/requests/index.ts'
import { type Queue, queues } from '#server/requests/decisions/schema.ts'
import { Zone } from '../../../_components/zone.tsx'
import { ButtonLink } from '../../../_ui/button.tsx'
import { LinkChoice } from '../../../_ui/link-choice.tsx'
import { Empty } from '../../../_ui/panel.tsx'
import { queryOf } from './_components/query.ts'
import { QueueTable } from './_components/queue-table.tsx'
import { requireReader } from './_components/require-reader.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('staff.requests'))('title') }
}

/** The marketplace's requests for release: to decide, for a second person, and decided; a page by key at a time. */
export default async function QueuePageOfStaff({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [{ staff }, t, procedures, search] = await Promise.all([requireStaff(), getTranslations('staff.requests'), api(), searchParams])
  requireReader(staff)
  const { show, place } = queryOf(search)
  const page = await procedures.staff.requests.list({ show, place })
  if (page.requests.length === 0 && place) redirect(staffPaths.requests({ show }))
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <h1 className="text-title">{t('title')}</h1>
        <p className="text-soft">{t('lead')}</p>
      </div>
      <Shows show={show} counts={page.counts} />
      {page.requests.length === 0 ? (
        <Empty title={t(`empty.${show}.title`)}>{t(`empty.${show}.text`)}</Empty>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <Zone zone={staff.timeZone} at={page.asOf} />
          <QueueTable show={show} requests={page.requests} zone={staff.timeZone} now={page.asOf} />
        </div>
      )}
      <Pager show={show} {...page} />
    </div>
  )
}

/** Which requests are shown, each with how many there are; of those that were decided nobody counts. */
async function Shows({ show, counts }: { show: Queue; counts: QueuePage['counts'] }) {
  const t = await getTranslations('staff.requests.shows')
  const label = (one: Queue) => (one === 'decided' ? t(one) : `${t(one)} ${counts[one]}`)
  const options = queues.map((one) => ({
    key: one,
    href: staffPaths.requests(one === 'open' ? '' : { show: one }),
    label: label(one),
    chosen: one === show,
  }))
  return <LinkChoice label={t('label')} options={options} />
}

async function Pager({ show, previous, next }: { show: Queue } & Pick<QueuePage, 'previous' | 'next'>) {
  const t = await getTranslations('staff.requests')
  if (previous === null && next === null) return null
  return (
    <nav aria-label={t('pages')} data-screen-only className="flex justify-between gap-3">
      {previous === null ? (
        <span />
      ) : (
        <ButtonLink kind="quiet" rel="prev" href={staffPaths.requests({ show, previous })}>
          {t('previous')}
        </ButtonLink>
      )}
      {next === null ? null : (
        <ButtonLink kind="quiet" rel="next" href={staffPaths.requests({ show, next })}>
          {t('next')}
        </ButtonLink>
      )}
    </nav>
  )
}
