import { afterAll, beforeAll, expect, test } from 'vitest'
import { newMarketplace, paid, shipped, upserted } from '#db/test/events.ts'
import { closePeople, makeUser, owner, trail } from '#db/test/people.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { batchTx } from '#server/platform/tx.ts'
import { askRelease, listRequests } from '#server/requests/index.ts'
import { forgetFiles } from './forget-files.ts'
import { handOut } from './hand-out.ts'

const file = Buffer.from('%PDF-1.7 signed for by the neighbour')
let scope: MemberScope

beforeAll(async () => {
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted()])
  for (const order of ['open', 'young', 'old']) await postEvents(marketplace, [paid(1_000n, { order }), shipped({ order })])
  scope = memberScope(await sellerIdOf(marketplace), 'owner', { marketplaceId: marketplace, userId: (await makeUser()).id })
  for (const orderId of ['open', 'young', 'old'])
    await askRelease(scope, { name: 'Mei' }, { orderId, lineId: 'line', note: 'Here.', files: [file, file] })
  const decide = (order: string, days: number) => owner()`
    update release_requests set decision = 'granted', decided_at = portal_now() - ${days} * interval '1 day'
    where line = (select key from lines where order_id = ${order})`
  await decide('young', 179)
  await decide('old', 181)
  await owner()`update release_requests set asked_at = asked_at - interval '400 days'` // being old and undecided is no reason
})
afterAll(closePeople)

const proofs = async () => {
  const { requests } = await listRequests(scope, { place: null, limit: 25 })
  return Object.fromEntries(requests.map(({ orderId, proofs: of }) => [orderId, of.map(({ removedAt }) => removedAt !== null)]))
}

test('180 days after the decision the proofs are gone; the request stays, and one that waits or was decided 179 days ago is whole', async () => {
  expect(await forgetFiles()).toBe(2)
  expect(await proofs()).toEqual({ open: [false, false], young: [false, false], old: [true, true] })
  const { requests } = await listRequests(scope, { place: null, limit: 25 })
  const [old, young] = ['old', 'young'].map((name) => requests.find(({ orderId }) => orderId === name))
  expect(old).toMatchObject({ note: 'Here.', decision: 'granted', proofs: [{ type: 'application/pdf', bytes: null }, {}] })
  await expect(handOut(scope, 'release_proof', old?.proofs[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
  expect((await handOut(scope, 'release_proof', young?.proofs[0]?.id ?? '')).bytes).toEqual(file)
  const ids = old?.proofs.map((proof) => proof.id) ?? []
  const kept = await owner()<{ sealed: Buffer | null }[]>`select sealed from files where id in ${owner()(ids)}`
  expect(kept.map(({ sealed }) => sealed)).toEqual([null, null])
  const lines = (await trail('files.removed')).map(({ seller_id, detail }) => [seller_id, detail])
  expect(lines).toEqual([[scope.sellerId, { purpose: 'release_proof', files: 2 }]])
})

test('a second run finds nothing, and a shorter policy more: 100 days', async () => {
  expect(await forgetFiles()).toBe(0)
  await owner()`
    insert into policies (name, effective_from, value, unit, source) values ('proof_days', portal_now() - interval '1 minute', 100, 'days', 'test')`
  expect(await forgetFiles()).toBe(2)
  expect(await proofs()).toEqual({ open: [false, false], young: [true, true], old: [true, true] })
})

test('the job’s role can take a file away and neither read nor change one', async () => {
  await expect(batchTx((tx) => tx.sql`select sealed from files`)).rejects.toThrow(/permission denied/)
  await expect(batchTx((tx) => tx.sql`update files set sealed = 'x', removed_at = null`)).rejects.toThrow(/row-level security/)
})
