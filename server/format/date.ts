import type { Locale } from '#server/platform/locale.ts'

/** How a date or time is set. Year appears where it isn't the reader's. */
export type DateStyle = 'day' | 'day-and-weekday' | 'time' | 'day-and-time' | 'seconds'

const dates = new Map<string, Intl.DateTimeFormat>()

function dateFormat(locale: Locale, zone: string, style: DateStyle, withYear: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${style} ${withYear}`
  let format = dates.get(key)
  if (!format) {
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    const day = { day: 'numeric', month: locale === 'en' ? 'short' : 'long', ...(withYear ? ({ year: 'numeric' } as const) : {}) } as const
    const options: Record<DateStyle, Intl.DateTimeFormatOptions> = {
      day,
      'day-and-weekday': { ...day, weekday: 'short' },
      time: clock,
      'day-and-time': { ...day, ...clock },
      seconds: { ...clock, second: '2-digit' },
    }
    // Day before month in English: most readers of it here are not in the United States.
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone: zone, ...options[style] })
    dates.set(key, format)
  }
  return format
}

/**
 * A date or time in the seller's zone: Wed 25 Nov, 11月25日 周三.
 * @param at the instant, epoch milliseconds
 * @param zone IANA name
 * @param now the portal's clock, epoch milliseconds: another year than this is written out
 */
export function dateText(at: number, locale: Locale, zone: string, style: DateStyle, now: number = at): string {
  const withYear = style !== 'time' && style !== 'seconds' && yearIn(at, zone) !== yearIn(now, zone)
  const text = dateFormat(locale, zone, style, withYear).format(at)
  return locale === 'en' ? text.replace(/^(\w{3}), /, '$1 ') : text.replace(/日\s*(?=[周週星])/, '日 ').replace(/日\s*(?=\d)/, '日 ')
}

/** A calendar day that was reckoned already (YYYY-MM-DD), set for reading. @param today in the same zone: another year is written out */
export function dayText(day: string, locale: Locale, style: 'day' | 'day-and-weekday', today: string): string {
  return dateText(Date.parse(day), locale, 'UTC', style, Date.parse(today))
}

/** The calendar day in a zone as YYYY-MM-DD: the key by which rows are put under their day. */
export function dayKey(at: number, zone: string): string {
  return dayFormat(zone).format(at)
}

/** When the day of an instant ends in a zone, epoch milliseconds; found by halves, because a day of changed clocks has 23 hours or 25. */
export function dayEnd(at: number, zone: string): number {
  let [within, after] = [at, at + 26 * 3_600_000]
  while (after - within > 1) {
    const middle = Math.floor((within + after) / 2)
    if (dayKey(middle, zone) === dayKey(at, zone)) within = middle
    else after = middle
  }
  return after
}

function yearIn(at: number, zone: string): string {
  return dayKey(at, zone).slice(0, 4)
}

const days = new Map<string, Intl.DateTimeFormat>()

function dayFormat(zone: string): Intl.DateTimeFormat {
  let format = days.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    days.set(zone, format)
  }
  return format
}

/** The zone's distance from UTC at an instant, as people say it: GMT+8. */
export function offsetText(zone: string, at: number): string {
  return zoneName('en', zone, 'shortOffset', at)
}

/** A zone for times of any season: its distance from UTC, or its name where the clocks are changed in the year of an instant: Pacific Time. */
export function zoneText(zone: string, at: number, locale: Locale): string {
  const year = Number(yearIn(at, zone))
  const offsets = new Set(Array.from({ length: 12 }, (_, month) => offsetText(zone, Date.UTC(year, month, 15))))
  return offsets.size > 1 ? zoneName(locale, zone, 'longGeneric', at) : offsetText(zone, at)
}

const zones = new Map<string, Intl.DateTimeFormat>()

function zoneName(locale: Locale, zone: string, style: 'shortOffset' | 'longGeneric', at: number): string {
  const key = `${locale} ${zone} ${style}`
  let format = zones.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style })
    zones.set(key, format)
  }
  return format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? zone
}
