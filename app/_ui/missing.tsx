import { getTranslations } from 'next-intl/server'
import { ButtonLink } from './button.tsx'
import { Support } from './support.tsx'

/** What is said where there is no page: nothing is lost, and where to go on. */
export async function Missing() {
  const t = await getTranslations('pages.notFound')
  return (
    <div className="mx-auto grid w-full max-w-xl justify-items-start gap-4 px-4 py-12 sm:py-20">
      <h1 className="text-title">{t('title')}</h1>
      <p className="text-soft">{t('text')}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/">{t('action')}</ButtonLink>
        <Support className="inline-flex min-h-11 items-center px-2 text-accent underline underline-offset-4" />
      </div>
    </div>
  )
}
