'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { storePaths } from '#server/platform/paths.ts'

type Props = { code: string; current: boolean; className: string; children: ReactNode }

/** The page that is shown, of another store: a whole load, so that nothing of the last one stays. */
export function StoreLink({ code, current, className, children }: Props) {
  return (
    <a href={storePaths(code).samePage(usePathname())} aria-current={current} className={className}>
      {children}
    </a>
  )
}
