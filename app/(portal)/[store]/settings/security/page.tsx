import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Security } from '../../../../_components/security/security.tsx'
import { requireStore, type StoreParams } from '../../_components/page-store.ts'
import { SettingsFrame } from '../_components/frame.tsx'
import { Frozen } from '../_components/frozen.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.security'))('title') }
}

/** How the person signs in, and whether their store's money is frozen for it. */
export default async function SecurityPage({ params }: StoreParams) {
  const [{ session }, t] = await Promise.all([requireStore(params), getTranslations('people.security')])
  return (
    <SettingsFrame here="security" title={t('title')}>
      <Frozen />
      <Security session={session} />
    </SettingsFrame>
  )
}
