import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#db/client.ts'
import { asPerson as settingsOf, attempt, call, newSeller, type Settings, type Wanted } from '#db/test/doors.ts'
import * as make from '#db/test/events.ts'
import { appoint, closePeople, join, type Made, makeUser, owner } from '#db/test/people.ts'
import { newCause } from '#db/test/withdrawals.ts'
import { verifyLines } from '#server/orders/index.ts'
import { mayDo } from '#server/platform/permission.ts'
import { type SellerRole, sellerRoles, staffRoles } from '#server/platform/actor.ts'
import { bucketCode } from './book.ts'
import { verify } from './index.ts'
import { movementRules, type Poster } from './movement-kind.ts'
import { hasCause, hasOtherCause, isOverdrawn, isUnpairedConversion, kindsPostedBy, kindsStoppedByFreeze } from './statements-kinds.ts'

// The three doors of the database through which money moves: who is let through, with what, and in which order they lock. Calls are
// raw SQL, so that nothing of the program stands before the door. LG003 is a kind of another door, LG004 another seller's books, LG005
// nobody who may, LG006 more than the cause holds, LG007 frozen money, 23514 a book's own invariant, 23505 a cause that was posted, 42501 a missing right.

let marketplace = 0
const sellers = { own: 0, other: 0 }
const people = {} as Record<SellerRole | 'stranger' | 'disabled', Made>
const staff = {} as Record<'admin' | 'reviewer' | 'approver' | 'treasurer' | 'auditor', Made>

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  sellers.own = await newSeller(marketplace, 'own')
  sellers.other = await newSeller(marketplace, 'other')
  for (const role of sellerRoles) {
    people[role] = await makeUser()
    await join(sellers.own, people[role], role)
  }
  people.stranger = await makeUser()
  await join(sellers.other, people.stranger, 'owner')
  people.disabled = await makeUser()
  await join(sellers.own, people.disabled, 'owner')
  await owner()`update users set disabled_at = now() where id = ${people.disabled.id}`
  for (const role of staffRoles) {
    staff[role] = await makeUser()
    await appoint(staff[role], [role], marketplace)
  }
})

afterAll(async () => {
  expect((await verify()).breaks).toEqual([])
  expect((await verifyLines()).breaks).toEqual([])
  await closePeople()
})

const asPerson = (user: number | null, seller: number | null = sellers.own) => settingsOf(user, seller)
const asStaff = (user: number | null, of = marketplace): Settings => ({
  'app.marketplace_id': of,
  ...(user !== null && { 'app.actor_id': user }),
})
const request = (amount: bigint | null = 100n, more: Partial<Wanted> = {}): Wanted => ({
  seller: sellers.own,
  kind: 'withdrawal_requested',
  amount,
  ...more,
})
/** What becomes of a seller's person's call. */
const bySeller = (wanted: readonly Wanted[], settings = asPerson(people.owner.id)) =>
  attempt(pool('portal_people'), settings, [call('seller', wanted)])
const byStaff = (wanted: readonly Wanted[], settings = asStaff(staff.reviewer.id)) =>
  attempt(pool('portal_staff'), settings, [call('staff', wanted)])

/** What a function does, each gap of its text a space. */
const bodyOf = async (name: string) => {
  const [row] = await owner()<[{ body: string }]>`select prosrc as body from pg_proc where proname = ${name}`
  return row.body.replaceAll(/\s+/g, ' ')
}

describe('each door lets through the kinds that the table gives it, and no other', () => {
  test.each(movementRules.map(({ kind, posters }) => [kind, posters] as const))('%s: %s', async (kind, posters) => {
    const wanted = [{ seller: sellers.own, kind, amount: 1n }]
    const answers = {
      batch: await attempt(pool('portal_batch'), {}, [call('batch', wanted)]),
      seller: await bySeller(wanted),
      staff: await byStaff(wanted),
    }
    for (const [door, answer] of Object.entries(answers)) expect(answer === 'LG003', door).toBe(!posters.includes(door as Poster))
  })

  test('one movement of another kind among right ones refuses all; so does a kind that is null', async () => {
    expect(await bySeller([request(), { seller: sellers.own, kind: 'payment', amount: 1n }])).toBe('LG003')
    const statement = call('seller', [request()]).replace("'{10}'::smallint[]", "'{null}'::smallint[]")
    expect(await attempt(pool('portal_people'), asPerson(people.owner.id), [statement])).toBe('LG003')
  })

  test('the lists in the database are those that the table prints', async () => {
    for (const [door, poster] of [
      ['ledger_post', 'batch'],
      ['ledger_post_seller', 'seller'],
      ['ledger_post_staff', 'staff'],
    ] as const) {
      expect(await bodyOf(door)).toContain(`array[${kindsPostedBy(poster)}]::smallint[]`)
    }
    expect(await bodyOf('ledger_post_seller')).toContain(`p_kind && array[${kindsStoppedByFreeze()}]::smallint[]`)
  })

  test('the writer’s question what a cause put in is the one that the table prints', async () => {
    const body = await bodyOf('ledger_write')
    expect(body).toContain(`not p_kind <@ array[${hasOtherCause('').match(/\d.*\d/)?.[0]}]::smallint[]`)
    expect(body).toContain(`${hasOtherCause('m.kind')} group by m.currency having ${isOverdrawn('m')} union`)
    const ofConversions = `${hasOtherCause('m.kind')} and ${hasCause('m.kind', 'conversion')}`
    expect(body).toContain(`${ofConversions} group by m.cause having ${isUnpairedConversion('m')} )`)
  })

  test('no role of the application calls what stands behind the doors, or the door of another', async () => {
    const callable = async (role: string) => {
      const rows = await owner()<{ name: string }[]>`
        select proname as name from pg_proc where proname like 'ledger%' and has_function_privilege(${role}, oid, 'execute') order by 1`
      return rows.map(({ name }) => name)
    }
    expect(await callable('portal_batch')).toEqual(['ledger_post'])
    expect(await callable('portal_people')).toEqual(['ledger_post_seller'])
    expect(await callable('portal_staff')).toEqual(['ledger_post_staff'])
    expect([...(await callable('portal_gate')), ...(await callable('portal_read'))]).toEqual([])
    expect(await attempt(pool('portal_people'), asPerson(people.owner.id), [call('batch', [request()])])).toBe('42501')
    expect(await attempt(pool('portal_batch'), asPerson(people.owner.id), [call('seller', [request()])])).toBe('42501')
  })
})

describe('a seller’s person posts in their own seller’s books', () => {
  test('an owner and a manager do; the roles are those that may withdraw', async () => {
    for (const role of sellerRoles)
      expect(await bySeller([request()], asPerson(people[role].id)), role).toBe(mayDo(role, 'money.withdraw') ? 'posted' : 'LG005')
  })

  test.each([
    ['another seller’s books', () => [request(1n, { seller: sellers.other })], () => asPerson(people.owner.id), 'LG004'],
    ['another’s among one’s own', () => [request(), request(1n, { seller: sellers.other })], () => asPerson(people.owner.id), 'LG004'],
    ['no seller in the transaction', () => [request()], () => asPerson(people.owner.id, null), 'LG004'],
    ['nobody in the transaction', () => [request()], () => asPerson(null), 'LG005'],
    ['a member of another seller', () => [request()], () => asPerson(people.stranger.id), 'LG005'],
    ['a person who was disabled', () => [request()], () => asPerson(people.disabled.id), 'LG005'],
    ['a person of nowhere', () => [request()], () => asPerson(2_000_000_000), 'LG005'],
    ['a negative amount', () => [request(-1n)], () => asPerson(people.owner.id), '23514'],
    ['an amount of nothing', () => [request(0n)], () => asPerson(people.owner.id), '23514'],
    ['no amount', () => [request(null)], () => asPerson(people.owner.id), '23502'],
    ['a cent more than is available', () => [request(10_001n)], () => asPerson(people.owner.id), '23514'],
    ['two that are more together', () => [request(6_000n), request(6_000n)], () => asPerson(people.owner.id), '23514'],
    ['from pending', () => [request(1n, { from: bucketCode.pending })], () => asPerson(people.owner.id), '23514'],
    ['straight to the bank', () => [request(1n, { to: bucketCode.bank })], () => asPerson(people.owner.id), '23514'],
    ['a book that there isn’t', () => [request(1n, { currency: 'EUR' })], () => asPerson(people.owner.id), '23514'],
  ] as [string, () => Wanted[], () => Settings, string][])('%s is refused', async (_what, wanted, settings, code) => {
    expect(await bySeller(wanted(), settings())).toBe(code)
  })

  test('arrays of unequal length are refused', async () => {
    const statement = call('seller', [request()]).replace("'{100}'::bigint[]", "'{100,100}'::bigint[]")
    expect(await attempt(pool('portal_people'), asPerson(people.owner.id), [statement])).toMatch(/^23/)
  })

  test('one cause is posted once: the same withdrawal again, or beside itself, is a unique violation', async () => {
    const cause = newCause()
    const once = call('seller', [request(100n, { cause })])
    expect(await attempt(pool('portal_people'), asPerson(people.owner.id), [once, once])).toBe('23505')
    expect(await bySeller([request(100n, { cause }), request(100n, { cause })])).toBe('23505')
    expect(await bySeller([request(100n, { cause }), request(100n)])).toBe('posted')
  })

  test('a withdrawal takes back what it put into processing: not twice, not more, and not another’s', async () => {
    const [mine, other] = [newCause(), newCause()]
    const both = call('seller', [request(100n, { cause: mine }), request(300n, { cause: other })])
    const cancel = (cause: string, amount: bigint) => call('seller', [{ seller: sellers.own, kind: 'withdrawal_cancelled', amount, cause }])
    const run = (...statements: string[]) => attempt(pool('portal_people'), asPerson(people.owner.id), [both, ...statements])
    expect(await run(cancel(mine, 100n))).toBe('posted')
    expect(await run(cancel(mine, 100n), cancel(mine, 100n))).toBe('23505')
    expect(await run(cancel(mine, 101n))).toBe('LG006')
    expect(await run(cancel(newCause(), 100n))).toBe('LG006')
  })

  test('a conversion leaves and arrives in one call: neither side alone', async () => {
    const cause = newCause()
    const out = { seller: sellers.own, kind: 'conversion_out', amount: 100n, cause } as const
    const back = { ...out, kind: 'conversion_in', currency: 'CNY' } as const
    expect(await bySeller([out])).toBe('LG006')
    expect(await bySeller([back])).toBe('LG006')
    expect(await bySeller([{ ...out, kind: 'conversion_fee' }])).toBe('LG006')
    expect(await bySeller([out, { ...back, cause: newCause() }])).toBe('LG006')
    expect(await bySeller([out, back])).toBe('posted')
  })

  test('nothing leaves available while a freeze of the store or of the person stands; a cancellation comes back', async () => {
    const cause = newCause()
    const out = { seller: sellers.own, kind: 'conversion_out', amount: 100n, cause } as const
    const conversion = [out, { ...out, kind: 'conversion_in', currency: 'CNY' } as const]
    const run = (by: Made, ...statements: string[]) =>
      attempt(pool('portal_people'), { ...asPerson(by.id), 'app.user_id': by.id }, statements)
    const freeze = (by: Made, seller: number | null) => `insert into money_freezes (user_id, seller_id) values (${by.id}, ${seller})`
    for (const wanted of [[request()], conversion]) {
      expect(await run(people.owner, freeze(people.owner, sellers.own), call('seller', wanted))).toBe('LG007')
      expect(await run(people.owner, freeze(people.owner, null), call('seller', wanted))).toBe('LG007')
      expect(await run(people.owner, freeze(people.owner, sellers.other), call('seller', wanted))).toBe('posted')
    }
    const requested = call('seller', [request(100n, { cause })])
    const cancelled = call('seller', [request(100n, { cause, kind: 'withdrawal_cancelled' })])
    expect(await run(people.owner, requested, freeze(people.owner, sellers.own), cancelled)).toBe('posted')
  })

  test('a freeze holds everybody in its store, a person’s own only them; once lifted it holds nobody', async () => {
    const asks = (by: Made) => bySeller([request()], asPerson(by.id))
    await owner()`insert into money_freezes (user_id, seller_id) values (${people.viewer.id}, ${sellers.own}), (${people.manager.id}, null)`
    expect([await asks(people.owner), await asks(people.manager)]).toEqual(['LG007', 'LG007'])
    await owner()`update money_freezes set lifted_at = now() where seller_id = ${sellers.own}`
    expect([await asks(people.owner), await asks(people.manager)]).toEqual(['posted', 'LG007'])
    await owner()`update money_freezes set lifted_at = now()`
    expect([await asks(people.owner), await asks(people.manager)]).toEqual(['posted', 'posted'])
  })

  test('what was refused left no trace', async () => {
    const rows = await owner()`select version from books where seller_id in (${sellers.own}, ${sellers.other}) and currency <> 'USD'`
    expect([...rows]).toEqual([])
    const [row] = await owner()`select version, available, processing from books where seller_id = ${sellers.own} and currency = 'USD'`
    expect(row).toMatchObject({ version: 3, available: 10_000n, processing: 0n })
  })
})

test.each(['withdrawal_returned', 'return_charge'] as const)(
  '%s of a withdrawal that was never paid is refused at both doors',
  async (kind) => {
    const wanted = [{ seller: sellers.own, kind, amount: 100n }]
    expect(await attempt(pool('portal_batch'), {}, [call('batch', wanted)])).toBe('LG006')
    expect(await byStaff(wanted)).toBe('LG006')
  },
)

describe('staff post in the books of their marketplace’s sellers', () => {
  const credit = (seller: number, amount = 100n): Wanted => ({ seller, kind: 'adjustment_credit', amount })

  test('reviewer, approver and treasurer do, admin and auditor don’t', async () => {
    for (const role of ['reviewer', 'approver', 'treasurer'] as const)
      expect(await byStaff([credit(sellers.other), credit(sellers.own)], asStaff(staff[role].id)), role).toBe('posted')
    for (const role of ['admin', 'auditor'] as const)
      expect(await byStaff([credit(sellers.own)], asStaff(staff[role].id)), role).toBe('LG005')
  })

  test.each([
    ['a seller of another marketplace', () => [credit(sellers.own)], () => asStaff(staff.reviewer.id, marketplace + 1_000_000), 'LG004'],
    ['no marketplace', () => [credit(sellers.own)], () => ({ 'app.actor_id': staff.reviewer.id }), 'LG004'],
    ['a seller that there isn’t', () => [credit(2_000_000_000)], () => asStaff(staff.reviewer.id), 'LG004'],
    ['nobody', () => [credit(sellers.own)], () => asStaff(null), 'LG005'],
    ['a seller’s owner', () => [credit(sellers.own)], () => asStaff(people.owner.id), 'LG005'],
    ['a negative amount', () => [credit(sellers.own, -1n)], () => asStaff(staff.reviewer.id), '23514'],
    [
      'more frozen than is available',
      () => [{ seller: sellers.own, kind: 'case_frozen', amount: 10_001n }],
      () => asStaff(staff.reviewer.id),
      '23514',
    ],
    [
      'frozen money of orders let go by a case',
      () => [{ seller: sellers.own, kind: 'case_unfrozen', amount: 1n }],
      () => asStaff(staff.reviewer.id),
      '23514',
    ],
  ] as [string, () => Wanted[], () => Settings, string][])('%s is refused', async (_what, wanted, settings, code) => {
    expect(await byStaff(wanted(), settings())).toBe(code)
  })

  test('a case lets go of what it froze and no more, though another froze as much', async () => {
    const [one, two] = [newCause(), newCause()]
    const frozen = call(
      'staff',
      [one, two].map((cause) => ({ seller: sellers.own, kind: 'case_frozen', amount: 500n, cause })),
    )
    const seize = (amount: bigint) => call('staff', [{ seller: sellers.own, kind: 'case_seized', amount, cause: one }])
    expect(await attempt(pool('portal_staff'), asStaff(staff.reviewer.id), [frozen, seize(500n)])).toBe('posted')
    expect(await attempt(pool('portal_staff'), asStaff(staff.reviewer.id), [frozen, seize(501n)])).toBe('LG006')
  })
})
