import { getTranslations } from 'next-intl/server'
import { supportAddress } from '#server/platform/brand.ts'
import { ButtonLink } from './button.tsx'

/** What is said where there is no page: nothing is lost, and where to go on. */
export async function Missing() {
  const [t, shell] = await Promise.all([getTranslations('pages.notFound'), getTranslations('shell')])
  const support = supportAddress()
  return (
    <div className="mx-auto grid w-full max-w-xl justify-items-start gap-4 px-4 py-12 sm:py-20">
      <h1 className="text-title">{t('title')}</h1>
      <p className="text-soft">{t('text')}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/">{t('action')}</ButtonLink>
        {support ? (
          <a href={support} className="inline-flex min-h-11 items-center px-2 text-accent underline underline-offset-4">
            {shell('support')}
          </a>
        ) : null}
      </div>
    </div>
  )
}
