import { NamedStore } from '#server/api/named-store.ts'
import type { appRouter } from '#server/api/router.ts'

// Reads the procedures of the tRPC router without calling them.

export type Kind = 'query' | 'mutation' | 'subscription'
type Definition = { _def: { type: Kind; inputs: readonly unknown[] } }

/** The path and kind of every procedure (`procedures`), and of those that take a store (`ofStore`). */
export function proceduresOf(router: typeof appRouter) {
  // oxlint-disable-next-line no-underscore-dangle -- tRPC's own name for what it knows of a router
  const definitions = Object.entries(router._def.procedures as unknown as Record<string, Definition>)
  const named = definitions.map(([path, { _def: of }]) => ({ path, kind: of.type, isOfStore: of.inputs.includes(NamedStore) }))
  return {
    procedures: named.map(({ path, kind }) => [path, kind] as const),
    ofStore: named.filter(({ isOfStore }) => isOfStore).map(({ path, kind }) => [path, kind] as const),
  }
}
