import { dueOn, type DueOn, horizon, type Horizon } from '#server/forecast/schema.ts'

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
