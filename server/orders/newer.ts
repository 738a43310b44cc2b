/** When something was said (epoch milliseconds), and the id of the event that said it. */
export type Stamp = { readonly at: number; readonly by: string }

/**
 * Whether `a` is newer than `b` (marketplace contract): later, or at the same instant of the greater id, by bytes. Ids are ASCII, so
 * JavaScript's order is that of the bytes. `newerSql` (store-newer.ts) is the same in SQL; a test holds the two together.
 */
export function isNewer(a: Stamp, b: Stamp | null): boolean {
  return b === null || a.at > b.at || (a.at === b.at && a.by > b.by)
}

/** The stamp of an event. */
export function stampOf(event: { readonly occurredAt: number; readonly id: string }): Stamp {
  return { at: event.occurredAt, by: event.id }
}
