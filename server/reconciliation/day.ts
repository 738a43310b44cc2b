/** What one type of event, or another cause of movements (a withdrawal, say), did on a day. `sum` is what it changed of all sellers' totals, `moved` what it moved between buckets. */
export type TypeTotals = { readonly type: string; readonly count: number; readonly sum: bigint; readonly moved: bigint }

/** A day of a marketplace in one currency, minor units: opening + the sums = closing. */
export type DayTotals = {
  readonly currency: string
  readonly opening: bigint
  readonly closing: bigint
  readonly byType: readonly TypeTotals[]
}
