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

/** What the address of a calendar asks for; what a calendar says by itself is left out. */
export function fieldsOf({ currency, horizon: days, on }: Query) {
  return { currency, days: days === 30 ? null : days, day: on }
}

/** A day with its orders open, in the shortest calendar that shows it, or what lies beyond the longest. @param today in the same zone, YYYY-MM-DD both */
export function queryOfDay(currency: string, day: string, today: string): Query {
  const ahead = (Date.parse(day) - Date.parse(today)) / 86_400_000
  const days = horizons.find((one) => ahead < one)
  return { currency, horizon: days ?? 90, on: days === undefined ? 'later' : day }
}
