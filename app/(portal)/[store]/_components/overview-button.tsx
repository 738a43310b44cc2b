'use client'

import { useParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { storePaths } from '#server/platform/paths.ts'
import { ButtonLink } from '../../../_ui/button.tsx'

/** To the overview of the store whose address this is. Next gives a page that isn't there no parameters, except in the browser. */
export function OverviewButton({ children }: { children: ReactNode }) {
  const { store } = useParams<{ store: string }>()
  return <ButtonLink href={storePaths(store).overview()}>{children}</ButtonLink>
}
