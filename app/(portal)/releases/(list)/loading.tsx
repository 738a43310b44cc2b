import { getTranslations } from 'next-intl/server'
import { Bone } from '../../../_ui/skeleton.tsx'

/** The list's own shape while its rows are on their way. */
export default async function Loading() {
  const t = await getTranslations('pages')
  return (
    <div className="grid gap-6" aria-busy="true">
      <output className="sr-only">{t('loading')}</output>
      <Bone className="h-14 w-full sm:w-96" />
      <div className="grid grid-cols-2 gap-2 md:grid-cols-5">
        {[0, 1, 2, 3, 4].map((list) => (
          <Bone key={list} className="h-24" />
        ))}
      </div>
      <Bone className="h-9 w-full" />
      <div className="grid gap-3">
        {[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((row) => (
          <Bone key={row} className="h-10 w-full" />
        ))}
      </div>
    </div>
  )
}
