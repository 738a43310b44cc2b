/** What one type of event did on a day. `sum` is what it changed of all sellers' totals, `moved` what it moved between buckets. */
export type TypeTotals = { readonly type: string; readonly count: number; readonly sum: bigint; readonly moved: bigint }

/** A day of a marketplace in one currency, minor units: opening + the sums = closing. */
export type DayTotals = {
  readonly currency: string
  readonly opening: bigint
  readonly closing: bigint
  readonly byType: readonly TypeTotals[]
}

/** Whether the day adds up; if not, somebody changed a book by hand. */
export function addsUp(day: DayTotals): boolean {
  return day.byType.reduce((sum, type) => sum + type.sum, day.opening) === day.closing
}
