import { getTranslations } from 'next-intl/server'
import { paths } from '#server/platform/paths.ts'
import { ButtonLink } from './_ui/button.tsx'
import { Missing } from './_ui/missing.tsx'

export async function generateMetadata() {
  return { title: (await getTranslations('pages.notFound'))('title') }
}

/** An address that isn't there; or a store that isn't the person's, which looks no different. */
export default async function NotFound() {
  const t = await getTranslations('pages.notFound')
  return (
    <main>
      <Missing title={t('title')} text={t('text')}>
        <ButtonLink href={paths.home()}>{t('action')}</ButtonLink>
      </Missing>
    </main>
  )
}
