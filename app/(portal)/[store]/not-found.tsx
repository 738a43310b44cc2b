import { getTranslations } from 'next-intl/server'
import { Missing } from '../../_ui/missing.tsx'
import { OverviewButton } from './_components/overview-button.tsx'

/** An order, an entry or an address that isn't there, within the frame: the way on stays where it was. */
export default async function NotFound() {
  const t = await getTranslations('pages.notFound')
  return (
    <Missing title={t('title')} text={t('text')}>
      <OverviewButton>{t('action')}</OverviewButton>
    </Missing>
  )
}
