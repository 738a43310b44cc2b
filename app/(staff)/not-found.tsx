import { getTranslations } from 'next-intl/server'
import { paths } from '#server/platform/paths.ts'
import { ButtonLink } from '../_ui/button.tsx'
import { Missing } from '../_ui/missing.tsx'

/** A request or an address that isn't there, within the frame: the way on stays where it was. */
export default async function NotFound() {
  const t = await getTranslations('staff.notFound')
  return (
    <Missing title={t('title')} text={t('text')}>
      <ButtonLink href={paths.staff()}>{t('action')}</ButtonLink>
    </Missing>
  )
}
