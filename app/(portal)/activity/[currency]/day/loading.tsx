import { getTranslations } from 'next-intl/server'
import { Bone } from '../../../../_ui/skeleton.tsx'

/** A day's own shape while its figures are on their way. */
export default async function Loading() {
  const t = await getTranslations('pages')
  return (
    <div className="grid gap-6" aria-busy="true">
      <output className="sr-only">{t('loading')}</output>
      <div className="grid gap-2">
        <Bone className="h-11 w-32" />
        <Bone className="h-5 w-48" />
        <Bone className="h-10 w-56" />
      </div>
      <Bone className="h-11 w-full max-w-md" />
      <div className="grid gap-3">
        {[0, 1, 2, 3, 4, 5, 6].map((bucket) => (
          <Bone key={bucket} className="h-9 w-full" />
        ))}
      </div>
    </div>
  )
}
