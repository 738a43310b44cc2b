/**
 * `isNewer` as a condition: whether the instant and event id of `coming` are newer than those of `there`. Never where `coming` is null.
 * Both id columns collate "C", which is by bytes.
 * @param coming two columns, instant and id
 * @param there two columns; a null id (from before ids were kept) is the least
 */
export function newerSql(coming: readonly [at: string, by: string], there: readonly [at: string, by: string]): string {
  const [at, by] = there
  return `(${coming[0]} is not null and (${at} is null or (${coming.join(', ')}) > (${at}, coalesce(${by}, ''))))`
}
