import type { Filter } from './schema.ts'

/** A filter of the activity pages that a person keeps under a name, for themselves in one store. */
export type View = { readonly name: string; readonly currency: string; readonly filter: Filter }

/** So many a person and store: more would hide the list that they lead to. */
export const mostViews = 20

export type KeepReason = 'name_taken' | 'too_many'

/** Why a view can't be kept beside those that there are; null where it can. */
export function whyNotKeep(names: readonly string[], name: string): KeepReason | null {
  if (names.includes(name)) return 'name_taken'
  return names.length >= mostViews ? 'too_many' : null
}
