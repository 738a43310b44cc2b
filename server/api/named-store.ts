import { z } from 'zod'
import { StoreCode } from '#server/people/schema.ts'

/** The input of every procedure of a store, beside its own. */
export const NamedStore = z.object({ store: StoreCode })

/** The store code of an input, if it has one. */
export function storeIn(input: unknown): string | null {
  return NamedStore.safeParse(input).data?.store ?? null
}

/** A procedure's own input, which is strict. */
export function withoutStore(input: unknown): unknown {
  const { store: _, ...own } = input as Record<string, unknown>
  return own
}
