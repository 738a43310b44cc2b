import type { History, WireEvent } from './history.ts'
import { type LinePicture, type Picture, type SellerPicture, sorted } from './picture.ts'

// The final state of a history by the contract alone: sorts the events of each line and hold. It has no batches, parked events or order of
// delivery, and shares no code with the portal.

type Data = {
  readonly order_id: string
  readonly line_id: string
  readonly hold_id?: string
  readonly reason?: string
  readonly until?: string
  readonly at: string
  readonly expected_release_at?: string
  readonly margin?: { readonly amount: string }
  readonly amount: { readonly amount: string }
  readonly net: { readonly amount: string }
  readonly name: string
  readonly email?: string
  readonly time_zone?: string
}

const dataOf = (event: WireEvent) => event.data as unknown as Data
const cents = (money: { readonly amount: string } | undefined) => BigInt((money?.amount ?? '0').replace('.', ''))
const ms = (text: string | undefined) => (text === undefined ? null : Date.parse(text))

/** The state after all events of a history have arrived. */
export function outcomeOf({ told }: History): Picture {
  const booked = told.flatMap(({ event, fate }) => (fate === 'booked' ? event : [])).toSorted(oldestFirst)
  const lines = sorted(
    booked
      .filter(({ type }) => type === 'order.paid')
      .map((paid) => [nameOf(paid), lineOf(booked.filter((event) => nameOf(event) === nameOf(paid)))]),
  )
  return {
    sellers: sorted(
      booked.filter(({ type }) => type === 'seller.upserted').map(({ seller_id: seller }) => [seller, sellerOf(booked, seller)]),
    ),
    books: booksOf(lines),
    lines: sorted(Object.entries(lines).map(([name, { available: _, ...line }]) => [name, line])),
    parked: told.flatMap(({ event, fate }) => (fate === 'parked' ? event.id : [])).toSorted(),
  }
}

/** By instant, then by the bytes of the id. */
function oldestFirst(a: WireEvent, b: WireEvent): number {
  return Date.parse(a.occurred_at) - Date.parse(b.occurred_at) || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))
}

function nameOf(event: WireEvent): string {
  return `${dataOf(event).order_id} ${dataOf(event).line_id}`
}

function sellerOf(booked: readonly WireEvent[], seller: string): SellerPicture {
  const said = booked.filter((event) => event.seller_id === seller)
  const profile = said.findLast(({ type }) => type === 'seller.upserted') as WireEvent
  const { name, email, time_zone: zone } = dataOf(profile)
  const door = said.findLast(({ type }) => type === 'seller.closed' || type === 'seller.reopened')
  return { name, email: email ?? null, zone: zone ?? null, saidBy: profile.id, closed: door?.type === 'seller.closed' }
}

/** The state of one line. @param said its events, oldest first */
function lineOf(said: readonly WireEvent[]): LinePicture & { available: bigint } {
  const of = (type: string) => said.filter((event) => event.type === type)
  const [paid] = of('order.paid') as [WireEvent]
  const refunded = of('order.refunded').reduce((sum, event) => sum + cents(dataOf(event).amount), 0n)
  const net = cents(dataOf(paid).net)
  const left = of('order.cancelled').length > 0 ? 0n : net - refunded
  const [release] = of('order.released')
  const kept = least(cents(release && dataOf(release).margin), net)
  const reserve = of('margin.released').length > 0 ? 0n : kept
  const hold = newestOpen(said)
  const newest = (type: string) => of(type).reduce<number | null>((at, event) => Math.max(at ?? 0, Date.parse(dataOf(event).at)), null)
  const status = statusOf({
    said: new Set(said.map(({ type }) => type)),
    isHeld: hold !== null,
    isRefunded: refunded > 0n && refunded === net,
  })
  return {
    seller: paid.seller_id,
    status,
    reason: status === 'held' ? (dataOf(hold as WireEvent).reason as string) : null,
    until: status === 'held' ? ms(dataOf(hold as WireEvent).until) : null,
    pending: String(release || hold ? 0n : left),
    frozen: String(release || !hold ? 0n : left),
    reserve: String(release ? reserve : 0n),
    available: release ? left - reserve : 0n,
    refunded: String(refunded),
    expected: ms(said.map((event) => dataOf(event).expected_release_at).findLast((at) => at !== undefined)),
    shipped: newest('order.shipped'),
    delivered: newest('order.delivered'),
    confirmed: newest('order.confirmed'),
    timeline: timelineOf(said),
  }
}

/** The newest open hold. A hold's newest event decides; of two at one instant `order.held`. */
function newestOpen(said: readonly WireEvent[]): WireEvent | null {
  const newest = new Map<string, WireEvent>()
  for (const event of said) {
    if (event.type !== 'order.held' && event.type !== 'order.unheld') continue
    const name = dataOf(event).hold_id ?? 'default'
    const before = newest.get(name)
    if (before?.type === 'order.held' && event.type === 'order.unheld' && before.occurred_at === event.occurred_at) continue
    newest.set(name, event)
  }
  return (
    [...newest.values()]
      .filter(({ type }) => type === 'order.held')
      .toSorted(oldestFirst)
      .at(-1) ?? null
  )
}

function statusOf({ said, isHeld, isRefunded }: { said: ReadonlySet<string>; isHeld: boolean; isRefunded: boolean }): string {
  if (said.has('order.cancelled')) return 'cancelled'
  if (isRefunded) return 'refunded'
  if (isHeld) return 'held'
  for (const name of ['released', 'confirmed', 'delivered']) if (said.has(`order.${name}`)) return name
  return said.has('order.shipped') ? 'in_transit' : 'awaiting_shipment'
}

const life = ['paid', 'shipped', 'delivered', 'confirmed', 'released', 'margin', 'held', 'unheld', 'refunded', 'cancelled']

function timelineOf(said: readonly WireEvent[]): string[] {
  const step = ({ type }: WireEvent) => (type === 'margin.released' ? life.indexOf('margin') : life.indexOf(type.slice('order.'.length)))
  return said.toSorted((a, b) => Date.parse(a.occurred_at) - Date.parse(b.occurred_at) || step(a) - step(b)).map(({ type }) => type)
}

function booksOf(lines: Readonly<Record<string, LinePicture & { available: bigint }>>): Picture['books'] {
  const books = new Map<string, Record<'available' | 'pending' | 'reserve' | 'frozen', bigint>>()
  for (const line of Object.values(lines)) {
    const book = books.get(line.seller) ?? { available: 0n, pending: 0n, reserve: 0n, frozen: 0n }
    books.set(line.seller, book)
    for (const bucket of ['pending', 'reserve', 'frozen'] as const) book[bucket] += BigInt(line[bucket])
    book.available += line.available
  }
  const full = [...books].filter(([, book]) => Object.values(book).some((amount) => amount > 0n))
  return sorted(
    full.map(([seller, { available, pending, reserve, frozen }]) => [
      `${seller} USD`,
      { available: String(available), pending: String(pending), reserve: String(reserve), frozen: String(frozen), debt: '0' },
    ]),
  )
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
