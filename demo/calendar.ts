export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The demo marketplace works by China's clock, which has no summer time. */
const ZONE = 8 * HOUR

/** The first instant of the day that holds `at`, in China; epoch milliseconds. */
export function startOfDay(at: number): number {
  return Math.floor((at + ZONE) / DAY) * DAY - ZONE
}

/** The same instant if a warehouse or a finance team works then (09:00–19:00), else the next morning, at a minute of its own. */
export function workingHour(at: number): number {
  const day = startOfDay(at)
  const hour = (at - day) / HOUR
  const minute = at % HOUR
  if (hour < 9) return day + 9 * HOUR + minute
  return hour < 19 ? at : day + DAY + 9 * HOUR + minute
}

const promotions: Readonly<Record<string, number>> = { '03-28': 1.6, '06-18': 2.2, '08-18': 1.5, '11-11': 3, '11-12': 1.8, '12-12': 2 }

/** How busy a day is against an ordinary one: weekends are quieter, the marketplace's promotion days much busier. */
export function bustle(day: number): number {
  const date = new Date(day + ZONE)
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
  return (promotions[date.toISOString().slice(5, 10)] ?? 1) * (weekend ? 0.8 : 1.08)
}

/** `yymmdd` of a day in China. */
export function dayCode(day: number): string {
  return new Date(day + ZONE).toISOString().slice(2, 10).replaceAll('-', '')
}
