import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { shows } from '#server/identity/review/schema.ts'
import { requireStaff } from '#server/people/index.ts'
import { staffPaths } from '#server/platform/paths.ts'
import { Pager } from '../../../_components/pager.tsx'
import { Zone } from '../../../_components/zone.tsx'
import { LinkChoice } from '../../../_ui/link-choice.tsx'
import { Empty } from '../../../_ui/panel.tsx'
import { caseCount, QueueCount } from '../../_components/queue-counts.tsx'
import { CaseTable } from './_components/case-table.tsx'
import { queryOf } from './_components/query.ts'
import { requireReader } from './_components/require-reader.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.staff'))('title') }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** The marketplace's identity cases: to review, and decided; a page by key at a time. */
export default async function CasesPage({ searchParams }: Props) {
  const [{ staff }, t, procedures, search] = await Promise.all([requireStaff(), getTranslations('identity.staff'), api(), searchParams])
  requireReader(staff)
  const { show, place } = queryOf(search)
  const [page, open] = await Promise.all([procedures.staff.identity.list({ show, place }), caseCount()])
  if (page.cases.length === 0 && place) redirect(staffPaths.identities({ show }))
  const options = shows.map((one) => ({
    key: one,
    href: staffPaths.identities(one === 'open' ? '' : { show: one }),
    label: one === 'open' && open !== null ? `${t('shows.open')} ${open}` : t(`shows.${one}`),
    chosen: one === show,
  }))
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <h1 className="text-title">{t('title')}</h1>
        <p className="text-soft">{t('lead')}</p>
      </div>
      <LinkChoice label={t('shows.label')} options={options} />
      {page.cases.length === 0 ? (
        <Empty title={t(`empty.${show}.title`)}>{t(`empty.${show}.text`)}</Empty>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <Zone zone={staff.timeZone} at={page.asOf} />
          <CaseTable show={show} cases={page.cases} zone={staff.timeZone} now={page.asOf} />
        </div>
      )}
      <Pager
        label={t('pages')}
        previous={page.previous === null ? null : { href: staffPaths.identities({ show, previous: page.previous }), label: t('previous') }}
        next={page.next === null ? null : { href: staffPaths.identities({ show, next: page.next }), label: t('next') }}
      />
      <QueueCount />
    </div>
  )
}
