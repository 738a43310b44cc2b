import { ownerClient } from '#db/client.ts'
import { postAll } from './events.ts'
import type { Bench } from './measure.ts'
import { mixOf } from './mix.ts'

let cookie: Promise<string> | undefined

/** The cookie of somebody who owns a store of some hundred orders; made once a run. */
export function signInAsOwner(bench: Bench): Promise<string> {
  return (cookie ??= signIn(bench))
}

async function signIn({ portal }: Bench): Promise<string> {
  const { lanes } = mixOf({ orders: 300, sellers: 1, prefix: 'page-', lanes: 1, from: Date.UTC(2025, 0, 1) })
  await postAll(
    portal.credentials,
    lanes.map((lane) => [JSON.stringify({ events: lane.slice(0, 1000) })]),
  )
  const owner = ownerClient()
  const [row] = await owner<[{ userId: number; sellerId: number }]>`
    with seller as (update sellers set opened_at = portal_now() where external_id = 'page-s0' returning id),
    person as (
      insert into users (email, email_confirmed_at, name, locale) values ('bench@seller.example', portal_now(), 'Bench', 'zh-CN') returning id)
    insert into members (seller_id, user_id, role) select seller.id, person.id, 'owner' from seller, person
    returning user_id as "userId", seller_id as "sellerId"`
  await owner.end()
  const { gateTx } = await import('#server/platform/tx.ts')
  const { startSession } = await import('#server/people/sessions/start-session.ts')
  const browser = { address: '127.0.0.1', agent: 'bench', sessionToken: null, deviceToken: null }
  const { session } = await gateTx((tx) => startSession(tx, { ...row, method: 'password', factor: 'totp', browser }))
  return `session=${session}`
}
