import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getNow, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { marketplaceIssuer } from '#server/api/seller-centre.ts'
import type { Session } from '#server/people/index.ts'
import { ownFactors } from '../second-factor/own-factors.ts'
import { Panel } from '../../_ui/panel.tsx'
import { Credentials } from './credentials.tsx'
import { Factors } from './factors.tsx'
import { MarketplaceConnect } from './marketplace-connect.tsx'
import { Sessions } from './sessions.tsx'

/** How the person signs in, and where they are signed in now; the same on both sides of the portal. */
export async function Security({ session }: { session: Session }) {
  const procedures = await api()
  const [factors, sessions, identities, { people, errors }, now, t] = await Promise.all([
    procedures.people.factors(),
    procedures.people.sessions(),
    procedures.people.identities(),
    getMessages(),
    getNow(),
    getTranslations('people.security'),
  ])
  const own = ownFactors(session)
  const offered = Boolean(marketplaceIssuer())
  return (
    <NextIntlClientProvider messages={{ people, errors }}>
      <p className="text-small text-soft">{t('changesEnd')}</p>
      <Panel title={t('sessions')}>
        <Sessions sessions={sessions} now={now} />
      </Panel>
      <Panel title={t('factors')}>
        <Factors factors={factors} own={own} />
      </Panel>
      <Credentials email={session.email} confirmed={session.emailConfirmed} own={own} />
      {offered || identities.length > 0 ? (
        <Panel title={t('connect')}>
          <MarketplaceConnect identities={identities} offered={offered} own={own} />
        </Panel>
      ) : null}
    </NextIntlClientProvider>
  )
}
