import { afterAll, beforeAll, expect, test } from 'vitest'
import { newMarketplace } from '#db/test/events.ts'
import { appoint, closePeople, makeUser, owner, signedIn, trail } from '#db/test/people.ts'
import type { StaffRole, StaffScope } from '#server/platform/actor.ts'
import { errorCode } from '#server/platform/errors.ts'
import { staffRead, staffTx } from '#server/platform/tx.ts'
import { endProposal } from './end-proposal.ts'
import { propose } from './propose.ts'
import { lockProposal, proposalsOf } from './store.ts'

let marketplace = 0
let maker: StaffScope
let checker: StaffScope
let auditor: StaffScope

async function staff(roles: readonly StaffRole[]): Promise<StaffScope> {
  const user = await makeUser()
  await appoint(user, roles, marketplace)
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
  return staffTx(who, async (tx) => {
    const proposal = await lockProposal(tx, id)
    return proposal && endProposal(tx, who, name, proposal, { to: 'approved', by: who.userId, hash })
  })
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
  expect(await approve(1)).toEqual({ ok: true })
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
  expect(ended.map((one) => String(one?.ok ? 'ok' : one?.reason)).toSorted()).toEqual(['ended', 'ok'])
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
