import { afterAll, beforeAll, expect, test } from 'vitest'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { appoint, closePeople, makeUser, owner, signedIn, trail } from '#db/test/people.ts'
import type { StaffRole, StaffScope } from '#server/platform/actor.ts'
import { postEvents } from '#server/orders/index.ts'
import { errorCode } from '#server/platform/errors.ts'
import { staffRead, staffTx } from '#server/platform/tx.ts'
import { endProposal } from './end-proposal.ts'
import { propose } from './propose.ts'
import { proposalsOf } from './store.ts'

let marketplace = 0
let maker: StaffScope
let checker: StaffScope
let auditor: StaffScope

async function staff(roles: readonly StaffRole[], at = marketplace): Promise<StaffScope> {
  const user = await makeUser()
  await appoint(user, roles, at)
  const { session } = await signedIn(user)
  if (!session.staff) throw new Error('no staff')
  return session.staff
}

beforeAll(async () => {
  marketplace = await newMarketplace()
  maker = await staff(['reviewer'])
  checker = await staff(['approver'])
  auditor = await staff(['auditor', 'admin', 'treasurer'])
})
afterAll(closePeople)

const name = { name: 'Somebody' }
const subjects = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const make = (n: number, who = maker, beneficiary: number | null = null) =>
  staffTx(who, (tx) =>
    propose(tx, who, name, {
      purpose: 'release_decision',
      subject: subjects(n),
      sellerId: null,
      beneficiary,
      content: { decision: 'granted', amount: '120450' },
    }),
  )
const newest = async (n: number) => {
  const [proposal] = await staffRead(auditor, (tx) => proposalsOf(tx, 'release_decision', subjects(n)))
  if (!proposal) throw new Error('no proposal')
  return proposal
}
const approve = async (n: number, who = checker) => {
  const { id, hash } = await newest(n)
  const named = { id, purpose: 'release_decision', subject: subjects(n) } as const
  return staffTx(who, (tx) => endProposal(tx, who, name, named, { to: 'approved', by: who.userId, hash }))
}
const raw = (who: StaffScope, statement: string) =>
  staffTx(who, (tx) => tx.sql.unsafe(statement)).then(
    ({ count }) => count,
    (error: unknown) => errorCode(error),
  )

test('one proposes, another confirms, and each leaves a line in the trail', async () => {
  expect(await make(1)).toMatchObject({ ok: true })
  expect(await make(1)).toEqual({ ok: false, reason: 'already_proposed' })
  const { id, expiresAt, madeAt } = await newest(1)
  expect(Math.round((expiresAt - madeAt) / 3_600_000)).toBe(72)
  expect(await approve(1)).toMatchObject({ ok: true, proposal: { id, state: 'open' } })
  expect(await approve(1)).toEqual({ ok: false, reason: 'ended' })
  expect(await newest(1)).toMatchObject({ id, state: 'approved', checker: checker.userId })
  const actors = [...(await trail('proposal.made')), ...(await trail('proposal.approved'))].map((line) => line.actor_id)
  expect(actors).toEqual([maker.userId, checker.userId].map(String))
})

test('of eight who propose at once on one subject one does, and of two who confirm at once one does', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => make(2)))
  expect(made.filter(({ ok }) => ok)).toHaveLength(1)
  const other = await staff(['approver'])
  const ended = await Promise.all([approve(2), approve(2, other)])
  expect(ended.map((one) => (one.ok ? 'ok' : one.reason)).toSorted()).toEqual(['ended', 'ok'])
})

test('a proposal is ended only as what it is about: named with another subject it isn’t there', async () => {
  await make(5)
  const { id, hash } = await newest(5)
  const named = { id, purpose: 'release_decision', subject: subjects(6) } as const
  const ending = { to: 'approved', by: checker.userId, hash } as const
  expect(await staffTx(checker, (tx) => endProposal(tx, checker, name, named, ending))).toEqual({ ok: false, reason: 'ended' })
  expect(await newest(5)).toMatchObject({ state: 'open' })
})

test('another marketplace’s open proposal on the same subject is in nobody’s way; with the index of before it was', async () => {
  const elsewhere = await staff(['reviewer'], await newMarketplace())
  expect(await make(7, elsewhere)).toMatchObject({ ok: true })
  expect(await make(7)).toMatchObject({ ok: true })
  // The negative control: the index without the marketplace takes one of the two.
  const blocks = owner()`create unique index planted on proposals (purpose, subject) where state = 'open'`
  await expect(blocks).rejects.toMatchObject({ code: '23505' })
})

test('by raw SQL a proposal is about a seller of its own marketplace, and read by whoever reads what it decides on', async () => {
  const there = await newMarketplace()
  await postEvents(there, [upserted({ seller: 'theirs' })])
  await postEvents(marketplace, [upserted({ seller: 'ours' })])
  const sellerOf = async (at: number) => (await owner()<[{ id: number }]>`select id from sellers where marketplace_id = ${at}`)[0].id
  const insert = (seller: number) =>
    raw(
      maker,
      `insert into proposals (marketplace_id, seller_id, purpose, subject, content, content_hash, maker, maker_name, expires_at)
       values (${marketplace}, ${seller}, 'release_decision', gen_random_uuid(), '{}', sha256('{}'), ${maker.userId}, 'x', portal_now() + interval '1 day')`,
    )
  const [ours, theirs] = [await sellerOf(marketplace), await sellerOf(there)]
  expect([await insert(ours), await insert(theirs)]).toEqual([1, '42501'])
  for (const roles of [['treasurer'], ['admin']] as const)
    expect([roles, await raw(await staff(roles), 'select from proposals')]).toEqual([roles, 0])
  expect(await raw(await staff(['auditor']), 'select from proposals')).toBeGreaterThan(0)
})

test('the one who gains by it neither proposes nor confirms it', async () => {
  expect(await make(3, maker, maker.userId)).toEqual({ ok: false, reason: 'beneficiary' })
  await make(3, maker, checker.userId)
  expect(await approve(3)).toEqual({ ok: false, reason: 'beneficiary' })
  const set = `state = 'approved', checker = ${checker.userId}, checker_name = 'x', ended_at = portal_now()`
  expect(await raw(checker, `update proposals set ${set} where subject = '${subjects(3)}'`)).toBe('23514')
})

test('by raw SQL nobody proposes for others, with other bytes than their hash, for later than it may be, or without the role', async () => {
  const insert = (who: StaffScope, { by = who.userId, hash = `sha256('{}')`, until = `interval '1 day'`, place = marketplace } = {}) =>
    raw(
      who,
      `insert into proposals (marketplace_id, purpose, subject, content, content_hash, maker, maker_name, expires_at)
       values (${place}, 'release_decision', gen_random_uuid(), '{}', ${hash}, ${by}, 'x', portal_now() + ${until})`,
    )
  expect(await insert(maker)).toBe(1)
  expect(await insert(maker, { by: checker.userId })).toBe('42501')
  expect(await insert(auditor)).toBe('42501')
  expect(await insert(maker, { place: await newMarketplace() })).toBe('42501')
  expect(await insert(maker, { hash: `sha256('[]')` })).toBe('23514')
  expect(await insert(maker, { until: `interval '40 days'` })).toBe('23514')
  expect(await raw(maker, `insert into proposals (state) values ('approved')`)).toBe('42501')
})

test('by raw SQL nobody changes a content, ends what has ended, takes back what is another’s, or ends what is not over', async () => {
  await make(4)
  const where = `where subject = '${subjects(4)}'`
  const set = (state: string, more = '') => `update proposals set state = '${state}', ended_at = portal_now() ${more} ${where}`
  expect(await raw(maker, `update proposals set content = '{}' ${where}`)).toBe('42501')
  expect(await raw(maker, `delete from proposals ${where}`)).toBe('42501')
  expect(await raw(checker, set('withdrawn'))).toBe('42501')
  expect(await raw(checker, set('expired'))).toBe('42501')
  expect(await raw(auditor, set('declined', `, checker = ${auditor.userId}, checker_name = 'x'`))).toBe('42501')
  expect(await raw(checker, set('declined', `, checker = ${maker.userId}, checker_name = 'x'`))).toBe('42501')
  expect(await raw(maker, set('withdrawn'))).toBe(1)
  expect(await raw(checker, set('approved', `, checker = ${checker.userId}, checker_name = 'x'`))).toBe(0)
  const [row] = await owner()`select state from proposals ${owner().unsafe(where)}`
  expect(row).toEqual({ state: 'withdrawn' })
})
