import { z } from 'zod'
import { StoreCode } from '#server/people/schema.ts'

/** What every procedure of a store takes beside its own input. */
export const NamedStore = z.object({ store: StoreCode })

/** The store that an input names, as far as it does. */
export function storeIn(input: unknown): string | null {
  return NamedStore.safeParse(input).data?.store ?? null
}

/** A procedure's own input, which is strict. */
export function withoutStore(input: unknown): unknown {
  const { store: _, ...own } = input as Record<string, unknown>
  return own
}
