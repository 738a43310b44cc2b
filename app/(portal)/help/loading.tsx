import { getTranslations } from 'next-intl/server'
import { Bone } from '../../_ui/skeleton.tsx'

/** The help's own shape while it is on its way. */
export default async function Loading() {
  const t = await getTranslations('pages')
  return (
    <div className="grid max-w-2xl gap-8" aria-busy="true">
      <output className="sr-only">{t('loading')}</output>
      <Bone className="h-8 w-32" />
      <Bone className="h-11 w-full" />
      <div className="grid gap-2">
        {[0, 1, 2, 3, 4, 5, 6, 7].map((line) => (
          <Bone key={line} className="h-9 w-full" />
        ))}
      </div>
    </div>
  )
}
