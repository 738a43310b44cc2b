import { getTranslations } from 'next-intl/server'
import { Bone } from '../../../_ui/skeleton.tsx'

/** The cards' own shape while they are on their way. */
export default async function Loading() {
  const t = await getTranslations('pages')
  return (
    <div className="grid max-w-3xl gap-6" aria-busy="true">
      <output className="sr-only">{t('loading')}</output>
      <Bone className="h-8 w-48" />
      {[0, 1, 2].map((card) => (
        <Bone key={card} className="h-40 w-full" />
      ))}
    </div>
  )
}
