import { afterAll, beforeAll, expect, test } from 'vitest'
import { newMarketplace, paid, shipped, upserted } from '#db/test/events.ts'
import { closePeople, makeUser, owner, trail } from '#db/test/people.ts'
import { postEvents } from '#server/orders/index.ts'
import { scopeOfMember, type SellerScope } from '#server/platform/actor.ts'
import { batchTx } from '#server/platform/tx.ts'
import { askRelease } from './ask-release.ts'
import { forgetProofs } from './forget-proofs.ts'
import { listRequests } from './list-requests.ts'
import { readProof } from './read-proof.ts'

const file = Buffer.from('%PDF-1.7 signed for by the neighbour')
let scope: SellerScope
let person: { userId: number; sessionId: string; name: string }

beforeAll(async () => {
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted()])
  for (const order of ['open', 'young', 'old']) await postEvents(marketplace, [paid(1_000n, { order }), shipped({ order })])
  const [row] = await owner()<[{ id: number }]>`select id from sellers where marketplace_id = ${marketplace}`
  scope = scopeOfMember(row.id, 'owner')
  person = { userId: (await makeUser()).id, sessionId: '00000000-0000-4000-8000-000000000000', name: 'Mei' }
  for (const orderId of ['open', 'young', 'old'])
    await askRelease(scope, person, { orderId, lineId: 'line', note: 'Here.', files: [file, file] })
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
  expect(await forgetProofs()).toBe(2)
  expect(await proofs()).toEqual({ open: [false, false], young: [false, false], old: [true, true] })
  const { requests } = await listRequests(scope, { place: null, limit: 25 })
  const [old, young] = ['old', 'young'].map((name) => requests.find(({ orderId }) => orderId === name))
  expect(old).toMatchObject({ note: 'Here.', decision: 'granted', proofs: [{ type: 'application/pdf', bytes: null }, {}] })
  await expect(readProof(scope, person, old?.proofs[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
  expect((await readProof(scope, person, young?.proofs[0]?.id ?? '')).bytes).toEqual(file)
  const kept = await owner()<{ bytes: Buffer | null }[]>`select bytes from release_proofs where request = ${old?.id ?? null}`
  expect(kept.map(({ bytes }) => bytes)).toEqual([null, null])
  expect((await trail('proofs.removed')).map(({ seller_id, detail }) => [seller_id, detail])).toEqual([[scope.sellerId, { proofs: 2 }]])
})

test('a second run finds nothing, and a shorter policy more: 100 days', async () => {
  expect(await forgetProofs()).toBe(0)
  await owner()`
    insert into policies (name, effective_from, value, unit, source) values ('proof_days', portal_now() - interval '1 minute', 100, 'days', 'test')`
  expect(await forgetProofs()).toBe(2)
  expect(await proofs()).toEqual({ open: [false, false], young: [true, true], old: [true, true] })
})

test('the job’s role can take a proof away and neither read nor change one', async () => {
  await expect(batchTx((tx) => tx.sql`select bytes from release_proofs`)).rejects.toThrow(/permission denied/)
  await expect(batchTx((tx) => tx.sql`update release_proofs set bytes = 'x', removed_at = null`)).rejects.toThrow(/row-level security/)
})
