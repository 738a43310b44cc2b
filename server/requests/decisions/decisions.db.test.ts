import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newMarketplace, paid, refunded, released, shipped, upserted } from '#db/test/events.ts'
import { appoint, closePeople, join, makeUser, owner, signedIn, trail } from '#db/test/people.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope, StaffRole, StaffScope } from '#server/platform/actor.ts'
import { errorCode } from '#server/platform/errors.ts'
import { staffTx } from '#server/platform/tx.ts'
import { askRelease } from '../ask-release.ts'
import { listRequests } from '../list-requests.ts'
import { checkDecision } from './check-decision.ts'
import { decideRequest } from './decide-request.ts'
import { countQueue, listQueue } from './list-queue.ts'
import { readProofAsStaff } from './read-proof-as-staff.ts'
import { readQueued } from './read-queued.ts'
import { withdrawDecision } from './withdraw-decision.ts'

type Staff = StaffScope & { readonly name: string }

let marketplace = 0
let store: MemberScope
let asker: { id: number; email: string }
let number = 0
let elsewhere = 0
let people: Record<'reviewer' | 'approver' | 'second' | 'auditor' | 'treasurer' | 'admin' | 'elsewhere', Staff>

async function staff(name: string, roles: readonly StaffRole[], at = marketplace): Promise<Staff> {
  const user = await makeUser({ name })
  await appoint(user, roles, at)
  const { session } = await signedIn(user)
  if (!session.staff) throw new Error('no staff')
  return { ...session.staff, name }
}

beforeAll(async () => {
  ;[marketplace, elsewhere] = [await newMarketplace(), await newMarketplace()]
  await postEvents(marketplace, [upserted({ seller: 'shop', name: 'Lantern House' })])
  const sellerId = await sellerIdOf(marketplace)
  asker = await makeUser({ name: 'Mei' })
  store = memberScope(sellerId, 'owner', { marketplaceId: marketplace, userId: asker.id })
  await join(sellerId, asker)
  people = {
    reviewer: await staff('Su Min', ['reviewer']),
    approver: await staff('Hsu Ya-wen', ['approver']),
    second: await staff('Hannah Weiss', ['reviewer', 'approver']),
    auditor: await staff('Oliver Grant', ['auditor']),
    treasurer: await staff('Gu Wei', ['treasurer']),
    admin: await staff('Priya Nair', ['admin']),
    elsewhere: await staff('Elsewhere', ['reviewer', 'approver', 'auditor'], elsewhere),
  }
})
afterAll(closePeople)

/** A shipped order of so many minor units for which the seller has asked. */
async function asked(minor: bigint, currency = 'USD'): Promise<{ id: string; order: string }> {
  const order = `order-${++number}`
  await postEvents(marketplace, [paid(minor, { seller: 'shop', order, currency }), shipped({ seller: 'shop', order })])
  const pdf = Buffer.from(`%PDF-1.7 CANARY ${order}`)
  const done = await askRelease(store, { name: 'Mei' }, { orderId: order, lineId: 'line', note: 'It is there.', files: [pdf] })
  if (!done.ok) throw new Error(done.reason)
  return { id: done.id, order }
}

const grant = { decision: 'granted', reason: null, remark: null } as const
const decline = { decision: 'declined', reason: 'proof_unreadable', remark: 'Too dark.' } as const
const decide = (who: Staff, id: string, wish: typeof grant | typeof decline = grant) => decideRequest(who, who, { id, ...wish })

/** What the newest proposal on a request is called, as a page shows it to this person. */
async function shown(who: Staff, id: string) {
  const [proposal] = (await readQueued(who, id)).proposals
  if (!proposal) throw new Error('no proposal')
  return proposal
}
async function check(who: Staff, id: string, { agree = true, remark = '' } = {}) {
  const { id: proposal, hash } = await shown(people.auditor, id)
  return checkDecision(who, who, { id, proposal, hash, agree, remark: remark === '' ? null : remark })
}

/** The newest request on an order as its seller reads it. */
const seen = async (order: string) =>
  (await listRequests(store, { place: null, limit: 100 })).requests.find(({ orderId }) => orderId === order)

/** The code with which the database refuses a statement that staff send, or how many rows it gave. */
const raw = (who: StaffScope, statement: string) =>
  staffTx(who, (tx) => tx.sql.unsafe(statement)).then(
    ({ count }) => count,
    (error: unknown) => errorCode(error),
  )

describe('of 1,000.00, the most that one person decides on', () => {
  test('a grant tells the seller and moves no money: the marketplace releases by its own event', async () => {
    const { id, order } = await asked(100_000n)
    const [before] = await owner()<[{ news: number }]>`select news from sellers where id = ${store.sellerId}`
    expect(await decide(people.reviewer, id)).toEqual({ ok: true, outcome: 'granted' })
    expect(await seen(order)).toMatchObject({ decision: 'granted', reason: null, pending: '1000.00' })
    const [after] = await owner()<[{ news: number }]>`select news from sellers where id = ${store.sellerId}`
    expect(after.news - before.news).toBe(1)
    expect(await readQueued(people.auditor, id)).toMatchObject({ decidedName: 'Su Min', can: { decide: { ok: false, reason: 'decided' } } })
    expect((await trail('release.granted')).at(-1)).toMatchObject({
      actor_kind: 'staff',
      actor_id: String(people.reviewer.userId),
      seller_id: store.sellerId,
      detail: { request: id, amount: '1000.00', currency: 'USD', proposal: null },
    })
    await postEvents(marketplace, [released({ seller: 'shop', order })])
    expect(await seen(order)).toMatchObject({ decision: 'granted', pending: '0.00' })
    const about = { amount: '1000.00', currency: 'USD' } // as it was decided, whatever became of the order since
    expect(await readQueued(people.auditor, id)).toMatchObject({ pending: '0.00', decidedAbout: about })
    const { requests } = await listQueue(people.auditor, { show: 'decided', place: null, limit: 100 })
    expect(requests.find((one) => one.id === id)).toMatchObject({ ...about, several: false })
  })

  test('what was declined says why, and may be asked for again', async () => {
    const { id, order } = await asked(50_000n)
    expect(await decide(people.approver, id, decline)).toEqual({ ok: true, outcome: 'declined' })
    expect(await seen(order)).toMatchObject({ decision: 'declined', reason: 'proof_unreadable', remark: 'Too dark.' })
    expect(await decide(people.reviewer, id)).toEqual({ ok: false, reason: 'decided' })
  })

  test('of two who decide at once one does, and the other learns that it was decided', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await asked(50_000n)
      const outcomes = await Promise.all([decide(people.reviewer, id), decide(people.approver, id, decline), decide(people.second, id)])
      expect(outcomes.map((one) => (one.ok ? 'decided' : one.reason)).toSorted()).toEqual(['decided', 'decided', 'decided'])
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    }
  })

  test('an order whose money has been released can be declined, not granted', async () => {
    const { id, order } = await asked(50_000n)
    await postEvents(marketplace, [released({ seller: 'shop', order })])
    expect((await readQueued(people.reviewer, id)).can).toMatchObject({ decide: { ok: true }, grant: { ok: false, reason: 'released' } })
    expect(await decide(people.reviewer, id)).toEqual({ ok: false, reason: 'released' })
    expect(await decide(people.reviewer, id, decline)).toMatchObject({ ok: true })
  })
})

describe('of 1,000.01', () => {
  test('one proposes and another confirms; until then the seller sees an open request', async () => {
    const { id, order } = await asked(100_001n)
    expect(await decide(people.reviewer, id)).toMatchObject({ ok: true, outcome: 'proposed' })
    expect(await seen(order)).toMatchObject({ decision: null })
    expect(await decide(people.second, id, decline)).toEqual({ ok: false, reason: 'already_proposed' })
    expect(await readQueued(people.approver, id)).toMatchObject({
      twoPeople: { needed: true, above: '1000.00' },
      proposals: [{ state: 'waiting', decision: 'granted', amount: '1000.01', makerName: 'Su Min' }],
      can: { decide: { ok: false, reason: 'already_proposed' }, check: { ok: true }, confirm: { ok: true }, withdraw: false },
    })
    expect(await check(people.approver, id)).toEqual({ ok: true, outcome: 'granted' })
    expect(await seen(order)).toMatchObject({ decision: 'granted' })
    expect(await readQueued(people.auditor, id)).toMatchObject({
      decidedName: 'Hsu Ya-wen',
      proposals: [{ state: 'approved', makerName: 'Su Min', checkerName: 'Hsu Ya-wen' }],
    })
    expect(await check(people.second, id)).toEqual({ ok: false, reason: 'decided' })
    const lines = [...(await trail('proposal.made')), ...(await trail('proposal.approved'))].filter(({ detail }) => detail.hash)
    expect(new Set(lines.slice(-2).map(({ detail }) => detail.hash)).size).toBe(1)
  })

  test('the maker is not the checker, also with both roles, nor by raw SQL; without the database’s constraint they would be', async () => {
    const { id } = await asked(200_000n)
    await decide(people.second, id)
    expect(await check(people.second, id)).toEqual({ ok: false, reason: 'own_proposal' })
    const { userId, name } = people.second
    const approve = `update proposals set state = 'approved', checker = ${userId}, checker_name = '${name}', ended_at = portal_now() where subject = '${id}'`
    const carryOut = `select decide_release_request('${id}', 'granted', null, null, 'x', (select id from proposals where subject = '${id}'))`
    expect(await raw(people.second, approve)).toBe('23514')
    expect(await raw(people.second, carryOut)).toBe('RQ004')
    // The negative control: what stands between is the constraint.
    await owner()`alter table proposals drop constraint proposals_two_people_check`
    expect(await raw(people.second, `${approve}; ${carryOut}`)).not.toBe('23514')
    const [row] = await owner()`select decision from release_requests where id = ${id}`
    expect(row).toEqual({ decision: 'granted' })
    await owner()`delete from release_decisions where request = ${id}`
    await owner()`delete from proposals where subject = ${id}`
    await owner()`alter table proposals add constraint proposals_two_people_check check (checker <> maker)`
  })

  test('a reviewer can’t be the second person, and nobody alone, by raw SQL either', async () => {
    const { id } = await asked(200_000n)
    await decide(people.approver, id)
    await expect(check(people.reviewer, id)).rejects.toMatchObject({ code: 'not_allowed' })
    const { userId } = people.reviewer
    expect(
      await raw(
        people.reviewer,
        `update proposals set state = 'approved', checker = ${userId}, checker_name = 'x', ended_at = portal_now() where subject = '${id}'`,
      ),
    ).toBe('42501')
    for (const proposal of ['null', `(select id from proposals where subject = '${id}')`])
      expect(await raw(people.reviewer, `select decide_release_request('${id}', 'granted', null, null, 'x', ${proposal})`)).toBe('RQ004')
  })

  test('what was confirmed is carried out in its very content: another decision is refused by the database', async () => {
    const { id } = await asked(200_000n)
    await decide(people.reviewer, id, decline)
    const { userId } = people.approver
    const statements = [
      `update proposals set state = 'approved', checker = ${userId}, checker_name = 'x', ended_at = portal_now() where subject = '${id}'`,
      `select decide_release_request('${id}', 'granted', null, null, 'x', (select id from proposals where subject = '${id}'))`,
    ]
    expect(await raw(people.approver, statements.join(';'))).toBe('RQ004')
    const { id: proposal } = await shown(people.approver, id)
    const other = { id, proposal, hash: '0'.repeat(64), agree: true, remark: null }
    expect(await checkDecision(people.approver, people.approver, other)).toEqual({ ok: false, reason: 'other_content' })
  })

  test('after a refund of 0.01 the proposal can only be sent back, with a word to its maker', async () => {
    const { id, order } = await asked(200_000n)
    await decide(people.reviewer, id)
    await postEvents(marketplace, [refunded(1n, { seller: 'shop', order })])
    expect(await readQueued(people.approver, id)).toMatchObject({
      pending: '1999.99',
      proposals: [{ amount: '2000.00' }],
      can: { check: { ok: true }, confirm: { ok: false, reason: 'changed' } },
    })
    expect(await check(people.approver, id)).toEqual({ ok: false, reason: 'changed' })
    expect(await check(people.approver, id, { agree: false, remark: 'Look again.' })).toEqual({ ok: true, outcome: 'sent_back' })
    expect(await shown(people.reviewer, id)).toMatchObject({ state: 'declined', answer: 'Look again.', checkerName: 'Hsu Ya-wen' })
    expect(await decide(people.reviewer, id)).toMatchObject({ ok: true, outcome: 'proposed' })
    expect(await check(people.approver, id)).toEqual({ ok: true, outcome: 'granted' })
  })

  test('of two who confirm at once one does, and the other learns that it was decided', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await asked(200_000n)
      await decide(people.reviewer, id)
      const outcomes = await Promise.all([check(people.approver, id), check(people.second, id, { agree: round % 2 === 0 })])
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
      expect(outcomes.map((one) => (one.ok ? '' : one.reason)).join('')).toMatch(/^(decided|ended)$/)
    }
  })

  test.each([
    ['is no longer on the staff', () => owner()`delete from staff where user_id = ${people.reviewer.userId}`],
    ['has another role now', () => owner()`update staff set roles = array['auditor'] where user_id = ${people.reviewer.userId}`],
    [
      'works for another marketplace now',
      () => owner()`update staff set marketplace_id = ${elsewhere} where user_id = ${people.reviewer.userId}`,
    ],
    ['is disabled', () => owner()`update users set disabled_at = now() where id = ${people.reviewer.userId}`],
    ['has become a member of the store', () => join(store.sellerId, { id: people.reviewer.userId, email: '' }, 'viewer')],
  ])('what somebody proposed who %s is not confirmed, by raw SQL either; it is sent back', async (_what, leave) => {
    const { id } = await asked(200_000n)
    await decide(people.reviewer, id)
    await leave()
    try {
      expect((await readQueued(people.approver, id)).can).toMatchObject({
        check: { ok: true },
        confirm: { ok: false, reason: 'maker_left' },
      })
      expect(await check(people.approver, id)).toEqual({ ok: false, reason: 'maker_left' })
      const { userId } = people.approver
      const approve = `update proposals set state = 'approved', checker = ${userId}, checker_name = 'x', ended_at = portal_now() where subject = '${id}'`
      const carryOut = `select decide_release_request('${id}', 'granted', null, null, 'x', (select id from proposals where subject = '${id}'))`
      expect(await raw(people.approver, `${approve}; ${carryOut}`)).toBe('RQ004')
      expect(await check(people.approver, id, { agree: false })).toEqual({ ok: true, outcome: 'sent_back' })
      expect((await trail('release.reopened')).at(-1)).toMatchObject({ actor_id: String(userId), detail: { request: id } })
    } finally {
      const { userId } = people.reviewer
      await owner()`delete from members where user_id = ${userId}`
      await owner()`update users set disabled_at = null where id = ${userId}`
      await owner()`delete from staff where user_id = ${userId}`
      await appoint({ id: userId, email: '' }, ['reviewer'], marketplace)
    }
  })

  test('without the database’s question who proposed it, what a former colleague proposed would be carried out', async () => {
    const { id } = await asked(200_000n)
    await decide(people.reviewer, id)
    const [{ definition }] = await owner()<[{ definition: string }]>`
      select pg_get_functiondef('may_maker_decide(uuid)'::regprocedure) as definition`
    await owner().unsafe(definition.replace(/as \$function\$[^$]*\$function\$/i, 'as $function$ select true $function$'))
    await owner()`update staff set roles = array['auditor'] where user_id = ${people.reviewer.userId}`
    try {
      expect(await check(people.approver, id)).toEqual({ ok: true, outcome: 'granted' })
    } finally {
      await owner().unsafe(definition)
      await owner()`update staff set roles = array['reviewer'] where user_id = ${people.reviewer.userId}`
    }
  })

  test('only its maker takes a proposal back', async () => {
    const { id } = await asked(200_000n)
    await decide(people.reviewer, id)
    const { id: proposal } = await shown(people.reviewer, id)
    expect(await withdrawDecision(people.second, people.second, { id, proposal })).toEqual({ ok: false, reason: 'not_maker' })
    expect(await withdrawDecision(people.reviewer, people.reviewer, { id, proposal })).toEqual({ ok: true })
    expect((await trail('release.reopened')).at(-1)).toMatchObject({ detail: { request: id, proposal } })
    expect(await withdrawDecision(people.reviewer, people.reviewer, { id, proposal })).toEqual({ ok: false, reason: 'ended' })
    expect((await readQueued(people.approver, id)).can).toMatchObject({ decide: { ok: true }, check: { ok: false, reason: 'ended' } })
  })

  test('of a currency without an amount of its own two people decide on 0.01, and the amount counts from its day on', async () => {
    const euro = await asked(1n, 'EUR')
    expect(await decide(people.reviewer, euro.id)).toMatchObject({ outcome: 'proposed' })
    const { id } = await asked(200_000n, 'CNY')
    expect((await readQueued(people.auditor, id)).twoPeople).toEqual({ needed: false, above: '5000.00' })
    await owner()`
      insert into policies (name, effective_from, value, unit, source) values
        ('release_request_two_people_amount_cny', portal_now() - interval '1 minute', 100000, 'minor units', 'test'),
        ('release_request_two_people_amount_cny', portal_now() + interval '1 day', 900000, 'minor units', 'test')`
    expect((await readQueued(people.auditor, id)).twoPeople).toEqual({ needed: true, above: '1000.00' })
  })
})

describe('who may', () => {
  test.each(['auditor', 'treasurer', 'admin'] as const)('%s decides nothing, by raw SQL either', async (who) => {
    const { id } = await asked(50_000n)
    await expect(decide(people[who], id)).rejects.toMatchObject({ code: 'not_allowed' })
    expect(await raw(people[who], `select decide_release_request('${id}', 'granted', null, null, 'x', null)`)).toBe('RQ001')
    if (who === 'auditor')
      expect((await readQueued(people.auditor, id)).can).toMatchObject({ decide: { ok: false, reason: 'not_allowed' }, withdraw: false })
    else await expect(listQueue(people[who], { show: 'open', place: null, limit: 25 })).rejects.toMatchObject({ code: 'not_allowed' })
  })

  test('another marketplace’s staff find neither request, queue nor proof', async () => {
    const { id } = await asked(50_000n)
    const [proof] = (await readQueued(people.auditor, id)).proofs
    await expect(readQueued(people.elsewhere, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(decide(people.elsewhere, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(readProofAsStaff(people.elsewhere, { request: id, id: proof?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await countQueue(people.elsewhere)).toEqual({ open: 0, waiting: 0 })
    expect(await raw(people.elsewhere, `select decide_release_request('${id}', 'granted', null, null, 'x', null)`)).toBe('RQ002')
  })

  test('nobody decides on a request of a store that they belong to', async () => {
    const { id } = await asked(50_000n)
    await join(store.sellerId, { id: people.reviewer.userId, email: '' }, 'viewer')
    expect(await decide(people.reviewer, id)).toEqual({ ok: false, reason: 'own_store' })
    expect(await raw(people.reviewer, `select decide_release_request('${id}', 'granted', null, null, 'x', null)`)).toBe('RQ003')
    await owner()`delete from members where user_id = ${people.reviewer.userId}`
  })

  test('a proof is read with a line in the trail, and only beside its own request', async () => {
    const [one, other] = [await asked(50_000n), await asked(50_000n)]
    const [proof] = (await readQueued(people.auditor, one.id)).proofs
    const { type, bytes } = await readProofAsStaff(people.auditor, { request: one.id, id: proof?.id ?? '' })
    expect([type, bytes.includes('CANARY')]).toEqual(['application/pdf', true])
    expect((await trail('file.read')).at(-1)).toMatchObject({
      actor_kind: 'staff',
      actor_id: String(people.auditor.userId),
      seller_id: store.sellerId,
      detail: { request: one.id, file: proof?.id },
    })
    await expect(readProofAsStaff(people.auditor, { request: other.id, id: proof?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('the queue by key: 7 open ones in pages of 3, from the oldest on and back', async () => {
  await owner()`update release_requests set decision = 'granted', decided_at = portal_now() where decision is null`
  const ids: string[] = []
  for (let each = 0; each < 7; each++) ids.push((await asked(50_000n)).id)
  const waits = await asked(200_000n)
  await decide(people.reviewer, waits.id)
  expect(await countQueue(people.auditor)).toEqual({ open: 7, waiting: 1 })
  const page = (show: 'open' | 'waiting' | 'decided', place: { next: string } | { previous: string } | null) =>
    listQueue(people.auditor, { show, place, limit: 3 })
  const names = ({ requests }: Awaited<ReturnType<typeof listQueue>>) => requests.map(({ id }) => ids.indexOf(id))
  const first = await page('open', null)
  expect([names(first), first.previous]).toEqual([[0, 1, 2], null])
  const second = await page('open', { next: first.next ?? '' })
  const third = await page('open', { next: second.next ?? '' })
  expect([names(second), names(third), third.next]).toEqual([[3, 4, 5], [6], null])
  const back = await page('open', { previous: third.previous ?? '' })
  expect([names(back), back.next]).toEqual([[3, 4, 5], ids[5]])
  expect(names(await page('open', { previous: back.previous ?? '' }))).toEqual([0, 1, 2])
  expect((await page('waiting', null)).requests).toMatchObject([{ id: waits.id, proposed: 'granted', makerName: 'Su Min', proofs: 1 }])
  await decide(people.reviewer, ids[4] ?? '')
  await decide(people.approver, ids[2] ?? '', decline)
  expect(names(await page('decided', null)).slice(0, 2)).toEqual([2, 4])
})

test('three days later a proposal has expired by the clock: it can’t be confirmed, and makes way for another', async () => {
  const { id } = await asked(200_000n)
  await decide(people.reviewer, id)
  await owner()`update installation set sandbox = true`
  await owner()`select move_clock(portal_now() + interval '71 hours 59 minutes')`
  expect(await shown(people.approver, id)).toMatchObject({ state: 'waiting' })
  await owner()`select move_clock(portal_now() + interval '2 minutes')`
  expect(await shown(people.approver, id)).toMatchObject({ state: 'expired', checkerName: null })
  expect(await check(people.approver, id)).toEqual({ ok: false, reason: 'expired' })
  const { userId } = people.approver
  const late = `update proposals set state = 'approved', checker = ${userId}, checker_name = 'x', ended_at = made_at where subject = '${id}'`
  expect(await raw(people.approver, late)).toBe('42501')
  expect((await listQueue(people.auditor, { show: 'open', place: null, limit: 100 })).requests.some((one) => one.id === id)).toBe(true)
  expect(await decide(people.second, id, decline)).toMatchObject({ outcome: 'proposed' })
  expect((await readQueued(people.auditor, id)).proposals.map(({ state }) => state)).toEqual(['waiting', 'expired'])
  expect(await check(people.approver, id)).toEqual({ ok: true, outcome: 'declined' })
})
