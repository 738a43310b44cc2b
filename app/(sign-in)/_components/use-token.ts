'use client'

import { useSyncExternalStore } from 'react'

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** The secret of a mailed link, which stands behind the #, where no server sees it. Undefined until the page runs; null where it isn't whole. */
export function useToken(): string | null | undefined {
  const hash = useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => undefined,
  )
  if (hash === undefined) return undefined
  return /^#[A-Za-z0-9_-]{43}$/.test(hash) ? hash.slice(1) : null
}
