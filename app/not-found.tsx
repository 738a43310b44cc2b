import { getTranslations } from 'next-intl/server'
import { ButtonLink } from './_ui/button.tsx'

export async function generateMetadata() {
  return { title: (await getTranslations('pages.notFound'))('title') }
}

export default async function NotFound() {
  const t = await getTranslations('pages.notFound')
  return (
    <main className="mx-auto grid w-full max-w-xl justify-items-start gap-4 px-4 py-12 sm:py-20">
      <h1 className="text-title">{t('title')}</h1>
      <p className="text-soft">{t('text')}</p>
      <ButtonLink href="/">{t('action')}</ButtonLink>
    </main>
  )
}
