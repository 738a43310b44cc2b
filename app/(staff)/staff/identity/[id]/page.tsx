import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { api, orNull } from '#server/api/caller.ts'
import { dateText } from '#server/format/date.ts'
import type { Case } from '#server/identity/index.ts'
import { requireStaff } from '#server/people/index.ts'
import { staffPaths } from '#server/platform/paths.ts'
import { Zone } from '../../../../_components/zone.tsx'
import { Icon } from '../../../../_ui/icons.tsx'
import { Link } from '../../../../_ui/link.tsx'
import { Notice, Panel } from '../../../../_ui/panel.tsx'
import { Verbatim } from '../../../../_ui/verbatim.tsx'
import { requireReader } from '../_components/require-reader.ts'
import { Pictures } from './_components/pictures.tsx'
import { Typed } from './_components/typed.tsx'
import { Work } from './_components/work.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.staff'))('title') }
}

/** One identity case: the pictures beside what was typed, and the decision. */
export default async function CasePage({ params, searchParams }: Props) {
  const [{ staff }, { id }, { done }, procedures] = await Promise.all([requireStaff(), params, searchParams, api()])
  requireReader(staff)
  if (!z.uuid().safeParse(id).success) notFound()
  const found = await orNull(procedures.staff.identity.read({ id }))
  if (!found) notFound()
  return <Content found={found} zone={staff.timeZone} done={doneOf(found, done)} />
}

/** What the address says was done, where the case is so. */
function doneOf({ state, holder }: Case, done: string | string[] | undefined): 'taken' | 'approved' | 'sent_back' | null {
  if (done === 'taken') return holder === 'reader' ? 'taken' : null
  return state !== 'submitted' && state === done ? state : null
}

async function Content({ found, zone, done }: { found: Case; zone: string; done: ReturnType<typeof doneOf> }) {
  const [t, words, locale] = await Promise.all([getTranslations('identity.staff'), getTranslations('identity'), getLocale()])
  const { asOf, region, store, submittedAt, type } = found
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:max-w-6xl">
      <div className="grid gap-1">
        <Link
          data-screen-only
          href={staffPaths.identities()}
          className="inline-flex min-h-11 items-center gap-1 justify-self-start text-accent underline underline-offset-4"
        >
          <Icon name="back" className="size-4" />
          {t('one.back')}
        </Link>
        <h1 className="text-title break-all">
          <Verbatim>{store}</Verbatim>
        </h1>
        <p className="text-soft">
          {words(`types.${type}`)} · {words(`regions.${region}`)}
        </p>
        <div className="flex flex-wrap justify-between gap-x-6 text-small text-faint">
          <p>{t('one.submitted', { at: dateText(submittedAt, locale, zone, 'day-and-time', asOf) })}</p>
          <Zone zone={zone} at={asOf} />
        </div>
      </div>
      {done ? <Notice kind="good" title={t(`done.${done}`)} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-12">
        <Panel title={t('one.pictures')} className="content-start">
          <Pictures id={found.id} pages={found.pages} type={found.type} />
        </Panel>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-8">
          <Panel title={t('one.typed')}>
            <Typed found={found} />
          </Panel>
          <Work found={found} zone={zone} />
          <Earlier found={found} zone={zone} />
        </div>
      </div>
    </div>
  )
}

/** What the store sent before, and what became of it. */
async function Earlier({ found: { earlier, asOf }, zone }: { found: Case; zone: string }) {
  const [t, locale] = await Promise.all([getTranslations('identity.staff'), getLocale()])
  if (earlier.length === 0) return null
  return (
    <Panel title={t('one.earlier')}>
      <ul className="grid gap-2 text-small">
        {earlier.map(({ id, state, submittedAt, remark }) => (
          <li key={id} className="grid gap-0.5">
            <Link href={staffPaths.identity(id)} className="inline-flex min-h-6 text-accent underline underline-offset-4">
              {t('one.earlierItem', { at: dateText(submittedAt, locale, zone, 'day-and-time', asOf), state: t(`states.${state}`) })}
            </Link>
            {remark === null ? null : (
              <span className="text-soft">
                <Verbatim>{remark}</Verbatim>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
