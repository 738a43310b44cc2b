import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { requireStaff } from '#server/people/index.ts'
import { staffPaths } from '#server/platform/paths.ts'
import type { QueueCounts } from '#server/requests/index.ts'
import { ButtonLink } from '../../_ui/button.tsx'
import { Notice } from '../../_ui/panel.tsx'
import { caseCount, QueueCount, requestCounts } from '../_components/queue-counts.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('staff'))('title') }
}

/** Where staff begin: as whom they are here, and what waits for them. */
export default async function StaffPage() {
  const [, t, procedures] = await Promise.all([requireStaff(), getTranslations('staff'), api()])
  const [work, requests, cases] = await Promise.all([procedures.staff.work(), requestCounts(), caseCount()])
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <h1 className="text-title">{t('start.title')}</h1>
        <p className="text-soft">{t('start.idle', { minutes: work.idleMinutes, hours: work.sessionHours })}</p>
      </div>
      {requests ? <Waiting {...requests} /> : null}
      {cases === null ? null : <WaitingCases count={cases} />}
      <QueueCount />
      <dl className="grid gap-4">
        {work.roles.map((role) => (
          <div key={role} className="grid gap-0.5 rounded-large border border-line bg-raised px-4 py-3">
            <dt className="font-semibold">{t(`roles.${role}`)}</dt>
            <dd className="text-soft">{t(`does.${role}`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** What waits in the queue of release requests, and the way there. */
async function Waiting({ open, waiting }: QueueCounts) {
  const t = await getTranslations('staff.requests')
  const count = open + waiting
  const action = (
    <ButtonLink kind={count > 0 ? 'primary' : 'quiet'} href={staffPaths.requests(open === 0 && waiting > 0 ? { show: 'waiting' } : '')}>
      {t('waiting.action')}
    </ButtonLink>
  )
  return (
    <Notice title={count > 0 ? t('waiting.title', { count }) : t('none')} action={action}>
      {count > 0 ? t('waiting.text', { open, waiting }) : null}
    </Notice>
  )
}

/** What waits in the queue of identity cases, and the way there. */
async function WaitingCases({ count }: { count: number }) {
  const t = await getTranslations('identity.staff')
  const action = (
    <ButtonLink kind={count > 0 ? 'primary' : 'quiet'} href={staffPaths.identities()}>
      {t('action')}
    </ButtonLink>
  )
  return <Notice title={count > 0 ? t('count', { count }) : t('none')} action={action} />
}
