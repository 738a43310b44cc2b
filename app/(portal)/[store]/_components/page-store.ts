import { cache } from 'react'
import { requireSeller } from '#server/people/index.ts'
import { type StorePaths, storePaths } from '#server/platform/paths.ts'

/** Of the request under way: the store that its page's address names. A request is for one page, so for one store. */
const shown = cache((): { code: string | null } => ({ code: null }))

/** What Next gives a page of a store. */
export type StoreParams = { readonly params: Promise<{ store: string }> }

/** The store that a page's address names, for each page before it shows anything; a store that isn't the person's is not found. */
export async function requireStore(params: StoreParams['params']) {
  const found = await requireSeller((await params).store)
  shown().code = found.store.code
  return found
}

/** The code of the store that the page is of, for calls; its page has asked for the store. */
export function storeCode(): string {
  const { code } = shown()
  if (code === null) throw new Error('The page did not call requireStore.')
  return code
}

/** The other pages of the store that the page is of. */
export function pages(): StorePaths {
  return storePaths(storeCode())
}
