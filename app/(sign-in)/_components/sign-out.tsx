'use client'

import type { ReactNode } from 'react'
import { paths } from '#server/platform/paths.ts'
import { Button } from '../../_ui/button.tsx'
import { call } from '../../_ui/call.ts'

/** Ends the session and begins anew. */
export function SignOut({ children }: { children: ReactNode }) {
  return (
    <Button kind="quiet" onClick={() => void call((api) => api.people.signOut.mutate()).then(() => window.location.assign(paths.signIn()))}>
      {children}
    </Button>
  )
}
