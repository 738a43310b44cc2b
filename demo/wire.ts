import { formatMinor } from '#server/money/index.ts'

/** Currencies of the demo's events, which have the form that the API accepts (`POST /api/v1/events`). */
export type Currency = 'USD' | 'CNY'
export type WireMoney = { currency: Currency; amount: string }
export type WireEvent = {
  id: string
  type: string
  occurred_at: string
  seller_id: string
  data: Readonly<Record<string, unknown>>
}
export type Due = { due: number; event: WireEvent }

/** An instant (epoch milliseconds) as RFC 3339 in UTC. */
export function wireTime(at: number): string {
  return new Date(at).toISOString()
}

/** Minor units as an amount of the API. */
export function wireMoney(minor: bigint, currency: Currency): WireMoney {
  return { currency, amount: formatMinor(minor, currency) }
}
