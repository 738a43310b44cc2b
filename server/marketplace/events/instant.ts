/** RFC 3339 with an offset and at most three fraction digits, as the API accepts it. `parseInstant` checks whether the date is real. */
export const instantPattern = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?([Zz]|[+-][0-9]{2}:[0-9]{2})$/

const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const leap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const two = (text: string, at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/** Times from 1970-01-01 to 2200-01-01, so that every time computed from one can be written in RFC 3339 too. */
const latest = Date.UTC(2200, 0, 1)

/** Days from 1970-01-01 to a date of the Gregorian calendar (H. Hinnant, days_from_civil). */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** Whether year, month and day are a date of the calendar. */
export function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  return day <= (month === 2 && leap(year) ? 29 : (daysOf[month - 1] as number))
}

/**
 * Parses an instant. `Date.parse` reads 30 February as 2 March, accepts 24:00:00 and drops digits after the millisecond.
 * @param text matches `instantPattern`
 * @returns epoch milliseconds; `invalid_time` for a date, time or offset that does not exist; `out_of_range` for one that the API does not accept
 */
export function parseInstant(text: string): number | 'invalid_time' | 'out_of_range' {
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return 'invalid_time'
  let ms = 0
  let at = 19
  if (text.charCodeAt(at) === 46) {
    for (let unit = 100, digit = text.charCodeAt(++at) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - 48) {
      ms += digit * unit
      unit /= 10
    }
  }
  const offset = text.length > at + 1 ? offsetMinutes(text, at) : 0
  if (offset === undefined) return 'invalid_time'
  const epoch = dayNumber(year, month, day) * 86_400_000 + ((hour * 60 + minute - offset) * 60 + second) * 1000 + ms
  return epoch < 0 || epoch > latest ? 'out_of_range' : epoch
}

function offsetMinutes(text: string, at: number): number | undefined {
  const [hours, minutes] = [two(text, at + 1), two(text, at + 4)]
  if (hours > 23 || minutes > 59) return undefined
  return text.charCodeAt(at) === 45 ? -(hours * 60 + minutes) : hours * 60 + minutes
}

/** A calendar date YYYY-MM-DD from the year 1 on, or undefined where it is invalid. */
export function parseDay(text: string): string | undefined {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return undefined
  const year = two(text, 0) * 100 + two(text, 2)
  return year > 0 && isDate(year, two(text, 5), two(text, 8)) ? text : undefined
}
