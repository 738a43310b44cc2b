import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newMarketplace, paid, upserted } from '#db/test/events.ts'
import { addAttempt, addProof, appoint, closePeople, codeOf, join, type Made, makeUser, owner, signedIn } from '#db/test/people.ts'
import { proceduresOf } from '#db/test/procedures.ts'
import { postEvents } from '#server/orders/index.ts'
import type { StaffRole } from '#server/platform/actor.ts'
import { staffTx } from '#server/platform/tx.ts'
import { answerTrpc } from './answer.ts'
import { appRouter } from './router.ts'

// Every procedure of staff × who asks; every procedure of sellers asked by staff; and what the role of staff sees by raw SQL.

const everybody = ['reviewer', 'approver', 'treasurer', 'auditor', 'admin', 'half', 'foreign', 'seller'] as const
type Who = (typeof everybody)[number]
type Row = { input?: () => unknown; is: Record<Who, string> }

const [ok, no, missing] = ['ok', 'not_allowed', 'not_found']
const readers = ['reviewer', 'approver', 'auditor'] as const

/**
 * Holders of these roles may; `foreign` has them all at another marketplace, `half` has shown a password only, and a seller is told what
 * somebody is told of what isn't there.
 */
const allowed = (holders: readonly Who[], foreign = ok): Row['is'] => ({
  ...(Object.fromEntries(everybody.map((who) => [who, holders.includes(who) ? ok : no])) as Row['is']),
  half: 'second_factor_needed',
  foreign,
  seller: 'not_found',
})

const matrix: Record<string, Row> = {
  'staff.identity.count': { is: allowed(readers) },
  'staff.identity.list': { is: allowed(readers) },
  'staff.identity.read': { input: () => ({ id: world.attempt }), is: allowed(readers, missing) },
  'staff.identity.picture': { input: () => ({ attempt: world.attempt, id: world.picture }), is: allowed(readers, missing) },
  'staff.identity.take': { input: () => ({ id: world.attempt }), is: allowed(['reviewer', 'approver'], missing) },
  'staff.identity.decide': {
    input: () => ({ id: world.attempt, decision: 'approved', reasons: { fields: {}, pages: {} }, remark: '' }),
    is: allowed(['reviewer', 'approver'], missing),
  },
  'staff.requests.count': { is: allowed(readers) },
  'staff.requests.list': { is: allowed(readers) },
  'staff.requests.read': { input: () => ({ id: world.request }), is: allowed(readers, missing) },
  'staff.requests.proof': { input: () => ({ request: world.request, id: world.proof }), is: allowed(readers, missing) },
  'staff.requests.decide': {
    input: () => ({ id: world.request, decision: 'granted', reason: null, remark: '' }),
    is: allowed(['reviewer', 'approver'], missing),
  },
  'staff.requests.check': {
    input: () => ({ id: world.request, proposal: world.proof, hash: '0'.repeat(64), agree: true, remark: '' }),
    is: allowed(['approver'], missing),
  },
  'staff.requests.withdraw': {
    input: () => ({ id: world.request, proposal: world.proof }),
    is: allowed(['reviewer', 'approver'], missing),
  },
  'staff.work': { is: allowed(['reviewer', 'approver', 'treasurer', 'auditor', 'admin']) },
}

const canaries = ['CANARY', 'canary', '7654321.09', '765432109']
const find = (text: string) => canaries.filter((canary) => text.includes(canary))

const world = {} as {
  here: number
  there: number
  store: string
  request: string
  proof: string
  attempt: string
  picture: string
  people: Record<Who, Made>
}

beforeAll(async () => {
  world.here = await newMarketplace()
  world.there = await newMarketplace()
  // Those of the other marketplace have a store and an order of their own, whose names are no canaries.
  for (const [marketplace, name] of [
    [world.here, 'CANARY'],
    [world.there, 'other'],
  ] as const) {
    const [seller, order] = [name.toLowerCase(), `${name.toLowerCase()}-order`]
    await postEvents(marketplace, [upserted({ seller, name: `${name} store` })])
    await postEvents(marketplace, [paid(name === 'CANARY' ? 765_432_109n : 100n, { seller, order, line: `${order}-1` })])
  }
  const people = await Promise.all(everybody.map(async (who) => [who, await makeUser({ name: who })] as const))
  world.people = Object.fromEntries(people) as Record<Who, Made>
  const roles: StaffRole[] = ['reviewer', 'approver', 'treasurer', 'auditor', 'admin']
  for (const role of roles) await appoint(world.people[role], [role], world.here)
  await appoint(world.people.half, roles, world.here)
  await appoint(world.people.foreign, roles, world.there)
  const [store] = await owner()<[{ id: number }]>`
    update sellers set opened_at = now() where marketplace_id = ${world.here} returning id`
  await join(store.id, world.people.seller)
  world.store = await codeOf(store.id)
  // A request on each of the two, with a proof, which the one in `here` is asked about.
  for (const [marketplace, words] of [
    [world.there, 'other'],
    [world.here, 'CANARY'],
  ] as const) {
    const [request] = await owner()<[{ id: string; seller: number }]>`
      insert into release_requests (seller_id, line, asked_by, asked_name, note)
      select l.seller_id, l.key, ${world.people.seller.id}, ${words}, ${words} from lines l join sellers s on s.id = l.seller_id
      where s.marketplace_id = ${marketplace} returning id, seller_id as seller`
    Object.assign(world, { request: request.id, proof: await addProof(request.seller, request.id, words) })
    const identity = await addAttempt(request.seller, world.people.seller.id, words)
    Object.assign(world, identity)
    await owner()`
      insert into verified_identities (seller_id, attempt, name, latin_name, verified_at, renew_by)
      values (${request.seller}, ${identity.attempt}, ${words}, '', now(), now() + interval '1 year')`
  }
})
beforeEach(() => owner()`delete from throttles`)
afterAll(closePeople)

const { procedures, ofStore } = proceduresOf(appRouter)

async function callAs(who: Who, path: string, input: unknown): Promise<{ code: string; text: string }> {
  const { given } = await signedIn(world.people[who], who === 'half' ? null : 'totp')
  const body = JSON.stringify({ json: input ?? null, ...(input === undefined ? { meta: { values: ['undefined'] } } : {}) })
  const headers = { cookie: `session=${given.session}`, origin: 'http://localhost:3000', 'content-type': 'application/json' }
  const changes = procedures.some(([one, kind]) => one === path && kind === 'mutation')
  const address = `http://localhost:3000/api/trpc/${path}`
  const response = await answerTrpc(
    changes
      ? new Request(address, { method: 'POST', body, headers })
      : new Request(`${address}?input=${encodeURIComponent(body)}`, { headers }),
  )
  const text = await response.text()
  return { code: /"code":"([a-z_]+)"/.exec(text)?.[1] ?? ok, text }
}

const staffPaths = procedures.map(([path]) => path).filter((path) => path.startsWith('staff.'))

test('every procedure of staff has a row in the table, and every row a procedure', () => {
  expect(Object.keys(matrix).toSorted()).toEqual(staffPaths.toSorted())
})

describe.each(staffPaths)('%s', (path) => {
  test.each(everybody)('asked by %s', async (who) => {
    const row = matrix[path]
    const { code, text } = await callAs(who, path, row?.input?.())
    expect(code).toBe(row?.is[who])
    if (['half', 'foreign', 'seller'].includes(who)) expect(find(text)).toEqual([])
    expect(text).not.toMatch(/select |insert |update |\bat \w+ \(|\.ts:\d/i)
  })
})

describe('a procedure of a store refuses staff of every role, and shows them no store:', () => {
  // Before its input is read, the store is looked for among those of which the person is a member.
  test.each(ofStore.filter(([, kind]) => kind !== 'subscription'))('%s', async (path) => {
    const theirs = await callAs('admin', path, { store: world.store })
    const nobodys = await callAs('admin', path, { store: '2222222222' })
    expect([theirs.code, nobodys.code]).toEqual(['not_found', 'not_found'])
    expect(find(theirs.text)).toEqual([])
  })

  test('negative control: its member gets the canary by the same call', async () => {
    const { code, text } = await callAs('seller', 'balances.now', { store: world.store })
    expect([code, find(text).length > 0]).toEqual([ok, true])
  })
})

describe('the role of staff by raw SQL', () => {
  const as = async (who: Who, marketplaceId: number, statement: string) => {
    const { staff } = (await signedIn(world.people.admin)).session
    if (!staff) throw new Error('no staff')
    return staffTx({ ...staff, userId: world.people[who].id, marketplaceId }, (tx) => tx.sql.unsafe(statement)).then(
      (rows) => rows.length,
      (error: { code: string }) => error.code,
    )
  }
  const readable = async () => {
    const rows = await owner()<{ name: string }[]>`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and has_any_column_privilege('portal_staff', c.oid, 'select') and c.relname not in ('installation', 'policies')`
    return rows.map(({ name }) => name)
  }

  test('sees the rows of its own marketplace, and none as a person of another marketplace, no staff or former staff', async () => {
    const tables = await readable()
    expect(tables).toEqual(
      expect.arrayContaining(['identity_attempts', 'lines', 'marketplaces', 'proposals', 'release_requests', 'sellers']),
    )
    expect(await as('reviewer', world.here, 'select 1 from sellers')).toBe(1)
    for (const table of tables) {
      const every = `select 1 from ${table}`
      const whole = (await owner().unsafe(every)).length
      const own = await as('reviewer', world.here, every)
      expect([table, whole === 0 || Number(own) < whole]).toEqual([table, true])
      expect([table, await as('reviewer', world.there, every)]).toEqual([table, 0])
      expect([table, await as('seller', world.here, every)]).toEqual([table, 0])
      expect([table, await as('foreign', world.here, every)]).toEqual([table, 0])
    }
    await owner()`update users set disabled_at = now() where id = ${world.people.reviewer.id}`
    expect(await as('reviewer', world.here, 'select 1 from sellers')).toBe(0)
    await owner()`update users set disabled_at = null where id = ${world.people.reviewer.id}`
  })

  test.each(['reviewer', 'approver', 'treasurer', 'auditor', 'admin'] as const)(
    '%s changes no person, no book and no trail',
    async (who) => {
      for (const statement of [
        'select 1 from users',
        'select email from sellers',
        'select 1 from staff',
        'select 1 from sessions',
        'select 1 from members',
        `update sellers set opened_at = null`,
        `insert into staff (user_id, roles, marketplace_id) values (1, '{admin}', 1)`,
        `insert into movements default values`,
        `update books set available = 0`,
        `insert into audit (actor_kind, action) values ('staff', 'x')`,
        `update policies set value = 0`,
        `update release_requests set decision = 'granted', decided_at = now()`,
        `insert into release_decisions default values`,
        `update identity_attempts set state = 'approved'`,
        `insert into verified_identities default values`,
        `update files set sealed = null`,
        `update lines set pending = 0`,
      ])
        expect([statement, await as(who, world.here, statement)]).toEqual([statement, '42501'])
    },
  )

  test('a line of the audit trail must be of the acting member of staff and about a seller of their marketplace', async () => {
    const line = (kind: string, id: number, seller: number | null) =>
      `select write_audit('${kind}', '${id}', 'x.tried', ${seller}, '{}', null, null)`
    const sellers = await owner()<{ id: number; marketplace_id: number }[]>`select id, marketplace_id from sellers`
    const sellerAt = (marketplace: number) => sellers.find(({ marketplace_id: id }) => id === marketplace)?.id ?? 0
    const { reviewer, approver, seller } = world.people
    expect(await as('reviewer', world.here, line('staff', reviewer.id, sellerAt(world.here)))).toBe(1)
    expect(await as('reviewer', world.here, line('staff', reviewer.id, sellerAt(world.there)))).toBe('LG020')
    expect(await as('reviewer', world.here, line('staff', approver.id, null))).toBe('LG020')
    expect(await as('reviewer', world.here, line('person', reviewer.id, null))).toBe('LG020')
    expect(await as('seller', world.here, line('staff', seller.id, null))).toBe('LG020')
  })
})
