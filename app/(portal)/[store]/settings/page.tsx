import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { mayDo } from '#server/platform/permission.ts'
import { Panel } from '../../../_ui/panel.tsx'
import { CurrencyChoice } from '../_components/display-currency.tsx'
import { Preferences } from '../../../_components/preferences.tsx'
import { Why } from '../_components/why.tsx'
import { Consents } from './_components/consents.tsx'
import { SettingsFrame } from './_components/frame.tsx'
import { TimeZoneForm } from './_components/time-zone-form.tsx'
import { requireStore, type StoreParams } from '../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sellers.settings'))('title') }
}

type Props = StoreParams & { searchParams: Promise<{ saved?: string | string[] }> }

/** What a person prefers, the zone of the store's days, and what was accepted for the store. */
export default async function SettingsPage({ params, searchParams }: Props) {
  const { store } = await requireStore(params)
  const [t, procedures, { saved }] = await Promise.all([getTranslations('sellers.settings'), api(), searchParams])
  const { asOf, consents } = await procedures.sellers.consents({ store: store.code })
  return (
    <SettingsFrame here="store" title={t('store')}>
      <Panel title={t('preferences')}>
        <p className="text-small text-soft">{t('preferencesText')}</p>
        <Preferences />
        <CurrencyChoice />
      </Panel>
      <Panel title={t('zone.title')}>
        <TimeZoneForm now={asOf} zone={store.timeZone} mayChange={mayDo(store.role, 'store.settings')} saved={saved !== undefined} />
      </Panel>
      <Panel title={t('accounts')}>
        <div>
          {(['bind', 'remove', 'information'] as const).map((question) => (
            <Why key={question} question={question} />
          ))}
        </div>
      </Panel>
      <Panel title={t('consents.title')}>
        <p className="text-small text-soft">{t('consents.text')}</p>
        <Consents consents={consents} zone={store.timeZone} now={asOf} />
      </Panel>
    </SettingsFrame>
  )
}
