import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { Session, Store, Team } from '#server/people/index.ts'
import { mayDo } from '#server/platform/permission.ts'
import { Panel } from '../../../../_ui/panel.tsx'
import { ownFactors } from '../../../../_components/second-factor/own-factors.ts'
import { SettingsFrame } from '../_components/frame.tsx'
import { Frozen } from '../_components/frozen.tsx'
import { Invitations } from './_components/invitations.tsx'
import { InviteForm } from './_components/invite-form.tsx'
import { Members } from './_components/members.tsx'
import { requireStore, type StoreParams } from '../../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.team'))('title') }
}

/** Who has access to the store, and who was invited. Only the owner sees it and changes it. */
export default async function TeamPage({ params }: StoreParams) {
  const { session, store } = await requireStore(params)
  const [t, procedures] = await Promise.all([getTranslations('people.team'), api()])
  const team = mayDo(store.role, 'team.manage') ? await procedures.people.team({ store: store.code }) : null
  return (
    <SettingsFrame here="team" title={t('title')}>
      <Frozen />
      {team ? <Managed team={team} session={session} store={store} /> : <p className="text-soft">{t('ownerOnly')}</p>}
    </SettingsFrame>
  )
}

async function Managed({ team, session, store }: { team: Team; session: Session; store: Store }) {
  const [t, { people, errors }] = await Promise.all([getTranslations('people.team'), getMessages()])
  const own = ownFactors(session)
  return (
    <NextIntlClientProvider messages={{ people, errors }} timeZone={store.timeZone}>
      <Panel title={t('members')}>
        <p className="text-small text-soft">{t('text')}</p>
        <Members members={team.members} me={session.userId} zone={store.timeZone} own={own} store={store.code} />
      </Panel>
      <Panel title={t('invite')}>
        <InviteForm own={own} store={store.code} />
      </Panel>
      <Panel title={t('invitations')}>
        <Invitations invitations={team.invitations} store={store.code} />
      </Panel>
    </NextIntlClientProvider>
  )
}
