import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { Identity } from '#server/identity/index.ts'
import { LivePage } from '../../_components/live-page.tsx'
import { pages, requireStore, type StoreParams } from '../../_components/page-store.ts'
import { SettingsFrame } from '../_components/frame.tsx'
import { Approved, SentBack, Waiting } from './_components/outcome.tsx'
import { stepOf, Steps } from './_components/steps.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity'))('title') }
}

type Search = Readonly<Record<string, string | string[] | undefined>>
type Props = StoreParams & { searchParams: Promise<Search> }

/** Who the store's owner is: how far the proof of it has come, and the next step. */
export default async function IdentityPage({ params, searchParams }: Props) {
  const { store } = await requireStore(params)
  if (store.status === 'unopened') redirect(pages().overview())
  const [t, procedures, search] = await Promise.all([getTranslations('identity'), api(), searchParams])
  const identity = await procedures.identity.read({ store: store.code })
  return (
    <LivePage page={identity} zone={store.timeZone}>
      <SettingsFrame here="identity" title={t('title')}>
        <p className="text-soft">{t('lead')}</p>
        <Content identity={identity} isOwner={store.role === 'owner'} zone={store.timeZone} search={search} />
      </SettingsFrame>
    </LivePage>
  )
}

type ContentProps = { identity: Identity; isOwner: boolean; zone: string; search: Search }

async function Content({ identity, isOwner, zone, search }: ContentProps) {
  const t = await getTranslations('identity')
  const { attempt, progress, verified, asOf } = identity
  if (verified) return <Approved verified={verified} zone={zone} now={asOf} />
  if (!isOwner)
    return (
      <div className="grid gap-1">
        <p className="font-semibold">{t(`progress.${progress}`)}</p>
        <p className="text-small text-soft">{t('owner')}</p>
      </div>
    )
  if (attempt?.state === 'submitted') return <Waiting attempt={attempt} zone={zone} now={asOf} />
  return (
    <>
      {attempt?.reasons ? <SentBack remark={attempt.remark} /> : null}
      <Steps attempt={attempt} current={stepOf(attempt, search.step)} search={search} />
    </>
  )
}
