/**
 * A page by key of rows of which one more was read than it shows, since that one says whether there are further ones. The rows stand in the
 * order in which they are shown.
 * @param back whether they were read towards the beginning, so that the one too many is the first
 */
export function pageOf<Row>(rows: readonly Row[], limit: number, back: boolean): { shown: readonly Row[]; more: boolean } {
  const more = rows.length > limit
  return { shown: back ? rows.slice(more ? 1 : 0) : rows.slice(0, limit), more }
}
