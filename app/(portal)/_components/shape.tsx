import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { classes } from '../../_ui/classes.ts'

/** A page's own shape, in `Bone`s, while what it shows is on its way. */
export function Shape({ className, children }: { className: string; children: ReactNode }) {
  return (
    <div className={classes('grid', className)} aria-busy="true">
      <output className="sr-only">{useTranslations('pages')('loading')}</output>
      {children}
    </div>
  )
}
