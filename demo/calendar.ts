export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Offset of the demo marketplace's time zone, China, which has no summer time. */
const ZONE = 8 * HOUR

/** The start of the day in China that contains `at`, epoch milliseconds. */
export function startOfDay(at: number): number {
  return Math.floor((at + ZONE) / DAY) * DAY - ZONE
}

/** The same instant if it is in working hours (09:00–19:00), otherwise the next 09:00, with the minutes of `at`. */
export function workingHour(at: number): number {
  const day = startOfDay(at)
  const hour = (at - day) / HOUR
  const minute = at % HOUR
  if (hour < 9) return day + 9 * HOUR + minute
  return hour < 19 ? at : day + DAY + 9 * HOUR + minute
}

const promotions: Readonly<Record<string, number>> = { '03-28': 1.6, '06-18': 2.2, '08-18': 1.5, '11-11': 3, '11-12': 1.8, '12-12': 2 }

/** A day's number of orders relative to an average day: fewer at weekends, many more on the marketplace's promotion days. */
export function bustle(day: number): number {
  const date = new Date(day + ZONE)
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
  return (promotions[date.toISOString().slice(5, 10)] ?? 1) * (weekend ? 0.8 : 1.08)
}

/** A day in China as `yymmdd`. */
export function dayCode(day: number): string {
  return new Date(day + ZONE).toISOString().slice(2, 10).replaceAll('-', '')
}
