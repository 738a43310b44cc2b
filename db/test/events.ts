import { createHash } from 'node:crypto'
import type { MarketplaceEvent } from '#server/orders/event.ts'
import { ownerClient } from '#db/client.ts'

// Parsed events, for tests of the code after parsing. Amounts are minor units, times are epoch milliseconds.

/** 1 November 2026, 12:00 in Shanghai. */
export const noon = Date.UTC(2026, 10, 1, 4)

type Common = { id?: string; seller?: string; at?: number }
type OfLine = Common & { order?: string; line?: string }
type Fees = Readonly<Record<'commission' | 'escrow' | 'affiliate', bigint | null>>

let counter = 0

function make(type: MarketplaceEvent['type'], common: Common, data: Record<string, unknown>): MarketplaceEvent {
  const content = { type, occurredAt: common.at ?? noon, sellerId: common.seller ?? 'shop', ...data }
  const text = JSON.stringify(content, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32)
  return { id: common.id ?? `event-${++counter}`, hash, ...content } as unknown as MarketplaceEvent
}

const ofLine = ({ order, line }: OfLine) => ({ orderId: order ?? 'order', lineId: line ?? 'line' })

export const upserted = (common: Common & { name?: string; timeZone?: string; email?: string } = {}) =>
  make('seller.upserted', common, {
    name: common.name ?? 'A shop',
    region: 'CN',
    email: common.email ?? null,
    locale: null,
    timeZone: common.timeZone ?? null,
  })

export const closed = (common: Common = {}) => make('seller.closed', common, { reason: null })
export const reopened = (common: Common = {}) => make('seller.reopened', common, { reason: null })

export const paid = (net: bigint, common: OfLine & { currency?: string; fee?: bigint; fees?: Fees; expected?: number } = {}) => {
  const fees = common.fees ?? { commission: common.fee ?? null, escrow: null, affiliate: null }
  return make('order.paid', common, {
    ...ofLine(common),
    currency: common.currency ?? 'USD',
    gross: net + (fees.commission ?? 0n) + (fees.escrow ?? 0n) + (fees.affiliate ?? 0n),
    fees,
    net,
    expectedReleaseAt: common.expected ?? null,
  })
}

export const shipped = (common: OfLine & { when?: number; carrier?: string; tracking?: string } = {}) =>
  make('order.shipped', common, {
    ...ofLine(common),
    at: common.when ?? noon,
    carrier: common.carrier ?? null,
    tracking: common.tracking ?? null,
    expectedReleaseAt: null,
  })

export const delivered = (common: OfLine & { when?: number; expected?: number } = {}) =>
  make('order.delivered', common, { ...ofLine(common), at: common.when ?? noon, expectedReleaseAt: common.expected ?? null })

export const confirmed = (common: OfLine & { when?: number } = {}) =>
  make('order.confirmed', common, { ...ofLine(common), at: common.when ?? noon, expectedReleaseAt: null })

export const released = (common: OfLine & { margin?: bigint; until?: number; currency?: string } = {}) =>
  make('order.released', common, {
    ...ofLine(common),
    margin: common.margin === undefined ? null : { currency: common.currency ?? 'USD', minor: common.margin },
    marginUntil: common.until ?? null,
  })

export const marginReleased = (common: OfLine = {}) => make('margin.released', common, ofLine(common))

export const held = (
  common: OfLine & { hold?: string; reason?: 'dispute' | 'risk' | 'legal' | 'other'; note?: string; until?: number } = {},
) =>
  make('order.held', common, {
    ...ofLine(common),
    holdId: common.hold ?? 'default',
    reason: common.reason ?? 'dispute',
    note: common.note ?? null,
    until: common.until ?? null,
  })

export const unheld = (common: OfLine & { hold?: string } = {}) =>
  make('order.unheld', common, { ...ofLine(common), holdId: common.hold ?? 'default' })

export const refunded = (minor: bigint, common: OfLine & { refund?: string; currency?: string; reason?: string } = {}) =>
  make('order.refunded', common, {
    ...ofLine(common),
    refundId: common.refund ?? `refund-${++counter}`,
    amount: { currency: common.currency ?? 'USD', minor },
    reason: common.reason ?? null,
  })

export const withdrawn = (eventId: string, common: Common = {}) => make('event.withdrawn', common, { eventId })

export const cancelled = (common: OfLine = {}) => make('order.cancelled', common, { ...ofLine(common), reason: null })

/** Makes a marketplace and returns its id. */
export async function newMarketplace(slug = `m-${++counter}`): Promise<number> {
  const owner = ownerClient()
  try {
    const [row] = await owner<[{ id: number }]>`insert into marketplaces (slug, name) values (${slug}, ${slug}) returning id`
    return row.id
  } finally {
    await owner.end()
  }
}
