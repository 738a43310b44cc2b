import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { requireStaff } from '#server/people/index.ts'
import { staffPaths } from '#server/platform/paths.ts'
import type { QueueCounts } from '#server/requests/index.ts'
import { type Queue, queues } from '#server/requests/decisions/schema.ts'
import { Pager } from '../../../_components/pager.tsx'
import { Zone } from '../../../_components/zone.tsx'
import { LinkChoice } from '../../../_ui/link-choice.tsx'
import { Empty } from '../../../_ui/panel.tsx'
import { QueueCount, requestCounts } from '../../_components/queue-counts.tsx'
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
  const [{ requests, asOf, previous, next }, counts] = await Promise.all([procedures.staff.requests.list({ show, place }), requestCounts()])
  if (requests.length === 0 && place) redirect(staffPaths.requests({ show }))
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <h1 className="text-title">{t('title')}</h1>
        <p className="text-soft">{t('lead')}</p>
      </div>
      <Shows show={show} counts={counts} />
      {requests.length === 0 ? (
        <Empty title={t(`empty.${show}.title`)}>{t(`empty.${show}.text`)}</Empty>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <Zone zone={staff.timeZone} at={asOf} />
          <QueueTable show={show} requests={requests} zone={staff.timeZone} now={asOf} />
        </div>
      )}
      <Pager
        label={t('pages')}
        previous={previous === null ? null : { href: staffPaths.requests({ show, previous }), label: t('previous') }}
        next={next === null ? null : { href: staffPaths.requests({ show, next }), label: t('next') }}
      />
      <QueueCount />
    </div>
  )
}

/** Which requests are shown, each with how many there are; of those that were decided nobody counts. */
async function Shows({ show, counts }: { show: Queue; counts: QueueCounts | null }) {
  const t = await getTranslations('staff.requests.shows')
  const label = (one: Queue) => (one === 'decided' || counts === null ? t(one) : `${t(one)} ${counts[one]}`)
  const options = queues.map((one) => ({
    key: one,
    href: staffPaths.requests(one === 'open' ? '' : { show: one }),
    label: label(one),
    chosen: one === show,
  }))
  return <LinkChoice label={t('label')} options={options} />
}
