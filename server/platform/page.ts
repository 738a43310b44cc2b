/** Where a page begins: at its list's beginning (null), beyond a row's key (`next`), before one (`previous`), or with one itself (`at`). */
export type PagePlace = { readonly next: string } | { readonly previous: string } | { readonly at: string } | null

/** Whether a page is read towards the beginning of its list. */
export function isBack(place: PagePlace): boolean {
  return place !== null && 'previous' in place
}

/**
 * The rows that a page shows, of which one more was read, since that one says whether there are further ones. The rows stand in the order in
 * which they are shown.
 * @param back whether they were read towards the beginning, so that the one too many is the first
 */
export function shownOf<Row>(rows: readonly Row[], limit: number, back: boolean): { shown: readonly Row[]; more: boolean } {
  const more = rows.length > limit
  return { shown: back ? rows.slice(more ? 1 : 0) : rows.slice(0, limit), more }
}

/**
 * A page by key, and the keys from which its neighbours go on; null where there is none on that side.
 * @param rows as for `shownOf`
 * @param isFirst whether nothing stands before a page that was not read backwards
 */
export function pageOf<Row>(
  rows: readonly Row[],
  { limit, place, isFirst = place === null }: { readonly limit: number; readonly place: PagePlace; readonly isFirst?: boolean },
  keyOf: (row: Row) => string,
): { shown: readonly Row[]; previous: string | null; next: string | null } {
  const back = isBack(place)
  const { shown, more } = shownOf(rows, limit, back)
  const [first, last] = [shown[0], shown.at(-1)]
  return {
    shown,
    previous: first !== undefined && (back ? more : !isFirst) ? keyOf(first) : null,
    next: last !== undefined && (back || more) ? keyOf(last) : null,
  }
}
