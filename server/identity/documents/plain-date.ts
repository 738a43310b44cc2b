// Calendar dates as text YYYY-MM-DD, of the Gregorian calendar and without a time zone. Their text order is their order in time.

const dayMs = 86_400_000
const instantOf = (date: string) => new Date(`${date}T00:00:00Z`)
const dateOf = (instant: Date) => instant.toISOString().slice(0, 10)

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Whether a text is a date of the calendar, YYYY-MM-DD from the year 1 on. `Date.parse` takes 30 February for 2 March. */
export function isRealDate(text: string): boolean {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (year === 0 || day === 0 || day > (monthDays[month - 1] ?? 0)) return false
  return month !== 2 || day < 29 || isLeap(year)
}

/** Days from one real date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return (instantOf(to).getTime() - instantOf(from).getTime()) / dayMs
}

/** The real date so many days later (earlier, when negative), between the years 0001 and 9999. */
export function addDays(date: string, days: number): string {
  return dateOf(new Date(instantOf(date).getTime() + days * dayMs))
}

/** The same day so many years later, as far as the year 9999; 29 February becomes 1 March in a common year. */
export function addYears(date: string, years: number): string {
  const later = `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}${date.slice(4)}`
  return isRealDate(later) ? later : later.replace(/02-29$/, '03-01')
}

/** Completed years of life (周岁) on a day, both real dates. Somebody born on 29 February completes a year on 1 March in a common year. */
export function ageOn(day: string, birth: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) < birth.slice(5) ? years - 1 : years
}
