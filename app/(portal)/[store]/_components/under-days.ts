import { dayKey } from '#server/format/date.ts'

/** Rows that follow each other on one day of the zone stand together. @param at the instant of a row, epoch milliseconds */
export function underDays<Row>(rows: readonly Row[], at: (row: Row) => number, zone: string): { day: string; rows: Row[] }[] {
  const days: { day: string; rows: Row[] }[] = []
  for (const row of rows) {
    const day = dayKey(at(row), zone)
    const last = days.at(-1)
    if (last?.day === day) last.rows.push(row)
    else days.push({ day, rows: [row] })
  }
  return days
}
