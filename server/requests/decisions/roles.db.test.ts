import { afterAll, beforeAll, expect, test } from 'vitest'
import { newMarketplace, paid, upserted } from '#db/test/events.ts'
import { appoint, closePeople, makeUser, owner, signedIn } from '#db/test/people.ts'
import { postEvents } from '#server/orders/index.ts'
import { type StaffRole, staffRoles, type StaffScope } from '#server/platform/actor.ts'
import { errorCode } from '#server/platform/errors.ts'
import { mayStaff } from '#server/platform/staff-permission.ts'
import { staffTx } from '#server/platform/tx.ts'

// The roles of a permission stand in TypeScript; policies are printed from it, and functions of the database name roles themselves. For each
// role this asks the database what it allows, and compares.

let marketplace = 0
let asker = 0

async function staff(role: StaffRole): Promise<StaffScope> {
  const user = await makeUser()
  await appoint(user, [role], marketplace)
  const { session } = await signedIn(user)
  if (!session.staff) throw new Error('no staff')
  return session.staff
}

beforeAll(async () => {
  marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted({ seller: 'shop' }), paid(100n, { seller: 'shop', order: 'one' })])
  asker = (await makeUser()).id
  await owner()`
    insert into release_requests (seller_id, line, asked_by, asked_name, note)
    select l.seller_id, l.key, ${asker}, 'x', 'x' from lines l join sellers s on s.id = l.seller_id where s.marketplace_id = ${marketplace}`
})
afterAll(closePeople)

/** A proposal on a request of the marketplace that this person made, written by the owner. */
async function proposalOf(maker: number): Promise<string> {
  const [row] = await owner()<[{ id: string }]>`
    insert into proposals (marketplace_id, purpose, subject, content, content_hash, maker, maker_name, expires_at)
    values (${marketplace}, 'release_decision', gen_random_uuid(), '{}', sha256('{}'), ${maker}, 'x', portal_now() + interval '1 day')
    returning id`
  return row.id
}

/** Whether the database lets somebody do it: a row, and no refusal. */
const may = (who: StaffScope, statement: string) =>
  staffTx(who, (tx) => tx.sql.unsafe(statement)).then(
    ({ count }) => count > 0,
    (error: unknown) => {
      if (['42501', 'RQ001'].includes(errorCode(error))) return false
      throw error
    },
  )

const locks = (who: StaffScope) => may(who, 'select lock_release_request(gen_random_uuid())')
const ended = (who: StaffScope) => `state = 'declined', checker = ${who.userId}, checker_name = 'x', ended_at = portal_now()`

test.each(staffRoles)('the database allows %s what the permissions say', async (role) => {
  const who = await staff(role)
  const [own, another] = [await proposalOf(who.userId), await proposalOf(asker)]
  const reads = mayStaff([role], 'requests.read')
  const decides = mayStaff([role], 'requests.decide')
  const checks = mayStaff([role], 'requests.check')
  for (const table of ['release_requests', 'lines', 'proposals'])
    expect([table, await may(who, `select from ${table}`)]).toEqual([table, reads])
  expect(await locks(who)).toBe(decides)
  expect(await may(who, `select where may_maker_decide('${own}')`)).toBe(decides)
  const proposes = `
    insert into proposals (marketplace_id, purpose, subject, content, content_hash, maker, maker_name, expires_at)
    values (${marketplace}, 'release_decision', gen_random_uuid(), '{}', sha256('{}'), ${who.userId}, 'x', portal_now() + interval '1 day')`
  expect(await may(who, proposes)).toBe(decides)
  expect(await may(who, `update proposals set ${ended(who)} where id = '${another}'`)).toBe(checks)
  expect(await may(who, `update proposals set state = 'withdrawn', ended_at = portal_now() where id = '${own}'`)).toBe(decides)
})

test('a role too many in a function of the database is noticed', async () => {
  const auditor = await staff('auditor')
  const [{ definition }] = await owner()<[{ definition: string }]>`
    select pg_get_functiondef('lock_release_request(uuid)'::regprocedure) as definition`
  await owner().unsafe(definition.replace(`'approver'`, `'approver', 'auditor'`))
  try {
    expect([await locks(auditor), mayStaff(['auditor'], 'requests.decide')]).toEqual([true, false])
  } finally {
    await owner().unsafe(definition)
  }
})
