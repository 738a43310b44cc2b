import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { isFresh, mayDo, requireSeller, type Session, type Team } from '#server/people/index.ts'
import { ButtonLink } from '../../../_ui/button.tsx'
import { Panel } from '../../../_ui/panel.tsx'
import { SettingsFrame } from '../_components/frame.tsx'
import { Invitations } from './_components/invitations.tsx'
import { InviteForm } from './_components/invite-form.tsx'
import { Members } from './_components/members.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.team'))('title') }
}

/** Who has access to the store, and who was invited. Only the owner sees it and changes it. */
export default async function TeamPage() {
  const { session, store } = await requireSeller()
  const [t, procedures] = await Promise.all([getTranslations('people.team'), api()])
  const team = mayDo(store.role, 'team.manage') ? await procedures.people.team() : null
  return (
    <SettingsFrame here="team" title={t('title')}>
      {team ? <Managed team={team} session={session} zone={store.timeZone} /> : <p className="text-soft">{t('ownerOnly')}</p>}
    </SettingsFrame>
  )
}

async function Managed({ team, session, zone }: { team: Team; session: Session; zone: string }) {
  const [t, security, { people, errors }] = await Promise.all([
    getTranslations('people.team'),
    getTranslations('people.security'),
    getMessages(),
  ])
  const fresh = isFresh(session)
  return (
    <NextIntlClientProvider messages={{ people, errors }} timeZone={zone}>
      <Panel title={t('members')}>
        <p className="text-small text-soft">{t('text')}</p>
        <Members members={team.members} me={session.userId} zone={zone} />
      </Panel>
      <Panel title={t('invite')}>
        {fresh ? (
          <InviteForm />
        ) : (
          <p className="flex flex-wrap items-center justify-between gap-3 rounded-large border border-line bg-raised px-4 py-3">
            {t('stale')}
            <ButtonLink kind="quiet" href="/sign-in/second-factor?again=1&next=/settings/team">
              {security('confirm')}
            </ButtonLink>
          </p>
        )}
      </Panel>
      <Panel title={t('invitations')}>
        <Invitations invitations={team.invitations} reason={fresh ? undefined : t('stale')} />
      </Panel>
    </NextIntlClientProvider>
  )
}
