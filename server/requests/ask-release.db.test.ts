import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { held, newMarketplace, paid, released, shipped, upserted } from '#db/test/events.ts'
import { closePeople, makeUser, owner, trail } from '#db/test/people.ts'
import { memberScope } from '#db/test/scopes.ts'
import { handOut } from '#server/files/index.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { askRelease } from './ask-release.ts'
import { listRequests } from './list-requests.ts'
import { readAsking } from './read-asking.ts'
import { readOrderRequests } from './read-order-requests.ts'

const pdf = Buffer.from('%PDF-1.7 signed for by the neighbour')
let scope: MemberScope
let stranger: MemberScope
let marketplace = 0

beforeAll(async () => {
  marketplace = await newMarketplace()
  const seller = 'shop'
  await postEvents(marketplace, [upserted({ seller }), upserted({ seller: 'other' })])
  for (const order of ['ready', 'second', 'race', 'held', 'done', 'here'])
    await postEvents(marketplace, [paid(120_450n, { seller, order }), ...(order === 'here' ? [] : [shipped({ seller, order })])])
  await postEvents(marketplace, [held({ seller, order: 'held' }), released({ seller, order: 'done' })])
  const rows = await owner()<{ id: number; name: string }[]>`
    select id, external_id as name from sellers where marketplace_id = ${marketplace}`
  const { id: userId } = await makeUser({ name: 'Mei' })
  const of = (name: string) => memberScope(rows.find((row) => row.name === name)?.id ?? 0, 'owner', { marketplaceId: marketplace, userId })
  scope = of('shop')
  stranger = of('other')
})
afterAll(closePeople)

const listed = async () => (await listRequests(scope, { place: null, limit: 25 })).requests
const ask = (orderId: string, files: readonly Uint8Array[] = [pdf], who = scope) =>
  askRelease(who, { name: 'Mei' }, { orderId, lineId: 'line', note: 'It is there.', files })

describe('asking for a release', () => {
  test('keeps note and cleaned proofs, and is on the list with what waits: 1,204.50', async () => {
    const photo = await sharp({ create: { width: 9, height: 6, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Copyright: 'CANARY' } })
      .jpeg()
      .toBuffer()
    expect(await readAsking(scope, { orderId: 'ready', lineId: 'line' })).toEqual({
      several: false,
      currency: 'USD',
      pending: '1204.50',
      can: { ask: { ok: true } },
    })
    expect(await ask('ready', [photo, pdf])).toMatchObject({ ok: true })
    const [request] = await listed()
    expect(request).toMatchObject({
      orderId: 'ready',
      lineId: 'line',
      several: false,
      currency: 'USD',
      pending: '1204.50',
      askedBy: 'Mei',
      note: 'It is there.',
      decision: null,
      reason: null,
      proofs: [{ type: 'image/jpeg' }, { type: 'application/pdf', bytes: pdf.length }],
    })
    const proof = await handOut(scope, 'release_proof', request?.proofs[0]?.id ?? '')
    expect([(await sharp(proof.bytes).metadata()).width, proof.bytes.includes('CANARY')]).toEqual([9, false])
    // In the table they are sealed, and one that was moved to another row opens nowhere.
    const kept = await owner()<{ sealed: Buffer; sha256: Buffer }[]>`select sealed, sha256 from files where size = ${pdf.length}`
    expect(kept.map(({ sealed }) => sealed.includes(pdf.subarray(0, 20)))).toEqual([false])
    expect(kept.map(({ sha256 }) => sha256)).toEqual([createHash('sha256').update(pdf).digest()])
    const [first, second] = request?.proofs ?? []
    await owner()`
      update files as f set (sealed, size) = (select sealed, size from files where id = ${first?.id ?? ''}) where id = ${second?.id ?? ''}`
    await expect(handOut(scope, 'release_proof', second?.id ?? '')).rejects.toThrow(/unable to authenticate/)
    expect((await trail('release.asked')).map(({ detail }) => detail.proofs)).toEqual([2])
    expect((await trail('file.read')).map(({ detail }) => detail.file)).toEqual([request?.proofs[0]?.id])
  })

  test('of two at once on one line the second learns that it has been asked', async () => {
    const outcomes = await Promise.all([ask('race'), ask('race'), ask('race')])
    expect(outcomes.map((one) => (one.ok ? 'asked' : one.reason)).toSorted()).toEqual(['already_asked', 'already_asked', 'asked'])
  })

  test.each([
    ['held', 'held'],
    ['done', 'released'],
    ['here', 'not_shipped'],
    ['ready', 'already_asked'],
  ])('not for %s: %s', async (order, reason) => {
    expect(await ask(order)).toEqual({ ok: false, reason, file: null })
    const { can } = await readAsking(scope, { orderId: order, lineId: 'line' })
    expect(can.ask).toEqual({ ok: false, reason })
  })

  test('a file that is not what it says keeps nothing', async () => {
    expect(await ask('second', [pdf, Buffer.from('<svg/>')])).toEqual({ ok: false, reason: 'wrong_type', file: 1 })
    expect(await ask('second', [pdf, Buffer.from('\x89PNG\r\n\x1a\n torn', 'latin1')])).toEqual({
      ok: false,
      reason: 'unreadable',
      file: 1,
    })
    expect(await ask('second', [])).toEqual({ ok: false, reason: 'missing', file: null })
    expect((await listed()).map(({ orderId }) => orderId)).not.toContain('second')
  })

  test('once it was declined it may be asked for again', async () => {
    expect(await ask('second')).toMatchObject({ ok: true })
    expect(await ask('second')).toEqual({ ok: false, reason: 'already_asked', file: null })
    await owner()`
      update release_requests set decision = 'declined', reason = 'proof_unreadable', remark = 'Too dark.', decided_at = portal_now()
      where line = (select key from lines where order_id = 'second')`
    expect((await listed()).find(({ orderId }) => orderId === 'second')).toMatchObject({
      decision: 'declined',
      reason: 'proof_unreadable',
      remark: 'Too dark.',
    })
    const [declined] = await readOrderRequests(scope, 'second')
    expect(declined).toMatchObject({ request: { decision: 'declined', reason: 'proof_unreadable' }, can: { ask: { ok: true } } })
    expect(await ask('second')).toMatchObject({ ok: true })
    const [again] = await readOrderRequests(scope, 'second')
    expect(again).toMatchObject({ request: { decision: null }, can: { ask: { ok: false, reason: 'already_asked' } } })
    expect(again?.request?.id).not.toBe(declined?.request?.id)
  })

  test('an order says of each of its lines what was asked and may be', async () => {
    await postEvents(marketplace, [paid(100n, { seller: 'shop', order: 'ready', line: 'more' })])
    const asked = (await listed()).find(({ orderId }) => orderId === 'ready')
    expect(asked).toMatchObject({ lineId: 'line', several: true })
    expect(await readAsking(scope, { orderId: 'ready', lineId: 'more' })).toMatchObject({ several: true, pending: '1.00' })
    const lines = await readOrderRequests(scope, 'ready')
    expect(lines.toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1))).toEqual([
      {
        lineId: 'line',
        request: { id: asked?.id, askedAt: asked?.askedAt, decision: null, reason: null, decidedAt: null },
        can: { ask: { ok: false, reason: 'already_asked' } },
      },
      { lineId: 'more', request: null, can: { ask: { ok: false, reason: 'not_shipped' } } },
    ])
  })
})

describe('another store', () => {
  test('finds neither line, list nor proof', async () => {
    await expect(ask('ready', [pdf], stranger)).rejects.toMatchObject({ code: 'not_found' })
    expect((await listRequests(stranger, { place: null, limit: 25 })).requests).toEqual([])
    expect(await readOrderRequests(stranger, 'ready')).toEqual([])
    const request = (await listed()).find(({ proofs }) => proofs.length > 0)
    await expect(handOut(stranger, 'release_proof', request?.proofs[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
  })
})
