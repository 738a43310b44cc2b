import { dueOn, type DueOn, horizon, type Horizon, horizons } from '#server/forecast/schema.ts'

/** What the address of a calendar says beside the currency: how far to look, and the day whose orders are wanted. */
export type Query = { readonly currency: string; readonly horizon: Horizon; readonly on: DueOn | null }

type Search = Readonly<Record<string, string | string[] | undefined>>

/** Reads an address. What it doesn't understand it leaves out, so that an old link still shows something. */
export function queryOf(currency: string, search: Search): Query {
  const days = horizon.safeParse(Number(search.days))
  const on = dueOn.safeParse(search.day)
  return { currency, horizon: days.success ? days.data : 30, on: on.success ? on.data : null }
}

/** The address of a calendar. */
export function withQuery({ currency, horizon: days, on }: Query): string {
  const search = new URLSearchParams({ currency, ...(days === 30 ? {} : { days: String(days) }), ...(on === null ? {} : { day: on }) })
  return `/calendar?${search.toString()}`
}

/** The next days of a currency, or the orders that have no day yet or whose day is over. */
export function calendarPath(currency: string, on: 'undated' | 'past' | null = null): string {
  return withQuery({ currency, horizon: 30, on })
}

/** The calendar with a day's orders open: the shortest that shows it, or what lies beyond the longest. @param today in the same zone, YYYY-MM-DD both */
export function dayPath(currency: string, day: string, today: string): string {
  const ahead = (Date.parse(day) - Date.parse(today)) / 86_400_000
  const days = horizons.find((one) => ahead < one)
  return withQuery({ currency, horizon: days ?? 90, on: days === undefined ? 'later' : day })
}
