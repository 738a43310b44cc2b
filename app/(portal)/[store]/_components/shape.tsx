import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { classes } from '../../../_ui/classes.ts'
import { holdSkeleton } from './hold-skeleton.ts'

/** A page's own shape, in `Bone`s, while what it shows is on its way. */
export async function Shape({ className, children }: { className: string; children: ReactNode }) {
  const t = await getTranslations('pages')
  await holdSkeleton()
  return (
    <div className={classes('grid', className)} aria-busy="true">
      <output className="sr-only">{t('loading')}</output>
      <noscript>
        <p className="mb-6 rounded-small border border-edge bg-raised px-3 py-2 text-small">{t('needsScript')}</p>
      </noscript>
      {children}
    </div>
  )
}
