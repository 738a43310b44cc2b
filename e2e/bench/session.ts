import type { WireEvent } from '#demo/wire.ts'
import { ownerClient } from '#db/client.ts'
import { wireTime } from '#demo/wire.ts'
import { instant } from '#db/test/instant.ts'
import { postAll } from './events.ts'
import type { Bench } from './measure.ts'
import { mixOf } from './mix.ts'

/** The seller whose pages are measured, and the currency of its orders. */
export const seller = { id: 'page-s0', currency: 'CNY' } as const

/** The newest order of that seller, whose money is pending. */
export const newestOrder = { orderId: 'page-newest', lineId: 'page-newest-1' } as const

let owner: Promise<SignedIn> | undefined
let newcomer: Promise<SignedIn> | undefined

/** A session: its cookie, and the code of the person's store. */
export type SignedIn = { readonly cookie: string; readonly store: string }

/** Signs in the owner of a store with some hundred orders; created once per run. */
export function signInAsOwner(bench: Bench): Promise<SignedIn> {
  return (owner ??= signIn(bench, 'page-', true))
}

/** Signs in the owner of a store with sales whose account is not open; created once per run. */
export function signInAsNewcomer(bench: Bench): Promise<SignedIn> {
  return (newcomer ??= signIn(bench, 'new-', false))
}

/** The event of an order paid now, without fees. @param amount decimal string */
export function paid({ orderId, lineId }: { orderId: string; lineId: string }, amount: string): WireEvent {
  const money = { currency: seller.currency, amount }
  return {
    id: `paid.${lineId}`,
    type: 'order.paid',
    occurred_at: wireTime(Date.parse(instant)),
    seller_id: seller.id,
    data: { order_id: orderId, line_id: lineId, gross: money, fees: [], net: money },
  }
}

async function signIn({ portal }: Bench, prefix: string, opened: boolean): Promise<SignedIn> {
  const { lanes } = mixOf({ orders: 300, sellers: 1, prefix, lanes: 1, from: Date.UTC(2025, 0, 1) })
  const own = opened ? [paid(newestOrder, '1204.50')] : []
  const bodies = lanes.map((lane) => [JSON.stringify({ events: [...lane.slice(0, 900), ...own] })])
  await postAll(portal.credentials, bodies)
  const sql = ownerClient()
  const [row] = await sql<[{ userId: number; store: string }]>`
    with seller as (
      update sellers set opened_at = case when ${opened} then portal_now() end where external_id = ${`${prefix}s0`} returning id, code),
    person as (
      insert into users (email, email_confirmed_at, name, locale)
      values (${`${prefix}bench@seller.example`}, portal_now(), 'Bench', 'zh-CN') returning id)
    insert into members (seller_id, user_id, role) select seller.id, person.id, 'owner' from seller, person
    returning user_id as "userId", (select code from seller) as store`
  await sql.end()
  const { personTx } = await import('#server/platform/tx.ts')
  const { startSession } = await import('#server/people/sessions/start-session.ts')
  const browser = { address: '127.0.0.1', agent: 'bench', sessionToken: null, deviceToken: null }
  const { session } = await personTx(row.userId, (tx) =>
    startSession(tx, { userId: row.userId, method: 'password', factor: 'totp', browser }),
  )
  return { cookie: `session=${session}`, store: row.store }
}
