import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { classes } from '../../_ui/classes.ts'
import { untilArrived } from './arrival.ts'

/** A page's own shape, in `Bone`s, while what it shows is on its way. */
export async function Shape({ className, children }: { className: string; children: ReactNode }) {
  const t = await getTranslations('pages')
  await untilArrived()
  return (
    <div className={classes('grid', className)} aria-busy="true">
      <output className="sr-only">{t('loading')}</output>
      {children}
    </div>
  )
}
