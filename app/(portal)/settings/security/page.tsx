import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getNow, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { marketplaceIssuer } from '#server/api/seller-centre.ts'
import { isFresh, requirePerson } from '#server/people/index.ts'
import { ButtonLink } from '../../../_ui/button.tsx'
import { Panel } from '../../../_ui/panel.tsx'
import { SettingsFrame } from '../_components/frame.tsx'
import { Credentials } from './_components/credentials.tsx'
import { Factors } from './_components/factors.tsx'
import { MarketplaceConnect } from './_components/marketplace-connect.tsx'
import { Sessions } from './_components/sessions.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.security'))('title') }
}

/** How the person signs in, and where they are signed in now. */
export default async function SecurityPage() {
  const [session, procedures] = await Promise.all([requirePerson(), api()])
  const [factors, sessions, messages, now, t] = await Promise.all([
    procedures.people.factors(),
    procedures.people.sessions(),
    getMessages(),
    getNow(),
    getTranslations('people.security'),
  ])
  const { people, errors } = messages
  return (
    <NextIntlClientProvider messages={{ people, errors }}>
      <SettingsFrame here="security" title={t('title')}>
        {isFresh(session) ? null : (
          <p className="flex flex-wrap items-center justify-between gap-3 rounded-large border border-line bg-raised px-4 py-3">
            {t('stale')}
            <ButtonLink kind="quiet" href="/sign-in/second-factor?again=1&next=/settings/security">
              {t('confirm')}
            </ButtonLink>
          </p>
        )}
        <Panel title={t('sessions')}>
          <Sessions sessions={sessions} now={now} />
        </Panel>
        <Panel title={t('factors')}>
          <Factors factors={factors} fresh={isFresh(session)} />
        </Panel>
        <Credentials email={session.email} confirmed={session.emailConfirmed} fresh={isFresh(session)} />
        {marketplaceIssuer() ? (
          <Panel title={t('connect')}>
            <MarketplaceConnect />
          </Panel>
        ) : null}
      </SettingsFrame>
    </NextIntlClientProvider>
  )
}
