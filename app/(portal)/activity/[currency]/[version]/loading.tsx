import { getTranslations } from 'next-intl/server'
import { Bone } from '../../../../_ui/skeleton.tsx'

/** An entry's own shape while it is on its way. */
export default async function Loading() {
  const t = await getTranslations('pages')
  return (
    <div className="grid gap-8" aria-busy="true">
      <output className="sr-only">{t('loading')}</output>
      <div className="grid gap-4">
        <Bone className="h-5 w-28" />
        <Bone className="h-5 w-40" />
        <Bone className="h-10 w-56" />
        {[0, 1, 2, 3, 4, 5].map((fact) => (
          <Bone key={fact} className="h-9 w-full max-w-2xl" />
        ))}
      </div>
      <div className="grid gap-8 lg:grid-cols-2 lg:gap-12">
        {[0, 1].map((panel) => (
          <Bone key={panel} className="h-40" />
        ))}
      </div>
    </div>
  )
}
