import { getTranslations } from 'next-intl/server'
import { supportAddress } from '#server/platform/brand.ts'
import type { FailureSentences } from './failure.tsx'

/** What a failed page says, in the reader's language. */
export async function failureSentences(): Promise<FailureSentences> {
  const [t, shell] = await Promise.all([getTranslations('pages.failed'), getTranslations('shell')])
  const support = supportAddress()
  return {
    title: t('title'),
    text: t('text'),
    again: t('action'),
    home: t('home'),
    trace: t.raw('trace') as string,
    support: support === null ? undefined : { label: shell('support'), href: support },
  }
}
