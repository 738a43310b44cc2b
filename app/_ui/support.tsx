import { getTranslations } from 'next-intl/server'
import { supportAddress } from '#server/platform/brand.ts'

/** The way to the marketplace's people, where one is configured. */
export async function Support({ className }: { className: string }) {
  const address = supportAddress()
  if (!address) return null
  const t = await getTranslations('shell')
  return (
    <a href={address} className={className}>
      {t('support')}
    </a>
  )
}
