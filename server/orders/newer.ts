/** The occurred_at of an event (epoch milliseconds), and its id. */
export type Stamp = { readonly at: number; readonly by: string }

/**
 * Whether `a` is newer than `b` : later, or at the same instant with the greater id, compared by bytes. Ids are ASCII, so
 * JavaScript's order is that of the bytes. `newerSql` (statements-newer.ts) is the same in SQL; a test compares the two.
 */
export function isNewer(a: Stamp, b: Stamp | null): boolean {
  return b === null || a.at > b.at || (a.at === b.at && a.by > b.by)
}

/** The stamp of an event. */
export function stampOf(event: { readonly occurredAt: number; readonly id: string }): Stamp {
  return { at: event.occurredAt, by: event.id }
}
