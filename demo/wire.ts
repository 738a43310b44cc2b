import { formatMinor } from '#server/money/index.ts'

/** Events as the marketplace's API takes them (`POST /api/v1/events`), each with the instant at which it falls due. */
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

/** RFC 3339, UTC. */
export function wireTime(at: number): string {
  return new Date(at).toISOString()
}

/** Minor units as the wire has them. */
export function wireMoney(minor: bigint, currency: Currency): WireMoney {
  return { currency, amount: formatMinor(minor, currency) }
}
