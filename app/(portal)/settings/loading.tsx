import { getTranslations } from 'next-intl/server'
import { Bone } from '../../_ui/skeleton.tsx'

/** The settings' own shape while they are on their way. */
export default async function Loading() {
  const t = await getTranslations('pages')
  return (
    <div className="grid max-w-2xl gap-8" aria-busy="true">
      <output className="sr-only">{t('loading')}</output>
      <Bone className="h-11 w-72" />
      <Bone className="h-7 w-40" />
      {[0, 1, 2].map((part) => (
        <div key={part} className="grid gap-3">
          <Bone className="h-5 w-28" />
          <Bone className="h-4 w-full" />
          <Bone className="h-11 w-full" />
        </div>
      ))}
    </div>
  )
}
