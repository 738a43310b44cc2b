import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closed, newMarketplace, paid, released, upserted } from '#db/test/events.ts'
import { early, everybody, matrix, missing, ok, type Proof, type Who, type World } from '#db/test/isolation-matrix.ts'
import { addAttempt, addProof, closePeople, enrolled, join, makeUser, owner, signedIn } from '#db/test/people.ts'
import { type Kind, proceduresOf } from '#db/test/procedures.ts'
import { memberScope } from '#db/test/scopes.ts'
import { postEvents } from '#server/orders/index.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { answerTrpc } from './answer.ts'
import { appRouter } from './router.ts'

/** Only the first store's people may ever see these, and the last two nobody while that store isn't open. */
const canaries = ['CANARY', 'canary', '7654321.09', '765432109', 'early-order', '2468013.57']
const find = (text: string) => canaries.filter((canary) => text.includes(canary))

const world = {} as World

beforeAll(async () => {
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [
    upserted({ seller: 'canary-one', name: 'CANARY store' }),
    upserted({ seller: 'two', name: 'Plain store' }),
    upserted({ seller: 'early', name: 'Early store' }),
  ])
  await postEvents(marketplace, [
    paid(765_432_109n, { seller: 'canary-one', order: 'canary-order', line: 'canary-line' }),
    released({ seller: 'canary-one', order: 'canary-order', line: 'canary-line' }),
    paid(1_000n, { seller: 'two', order: 'order-2' }),
    paid(246_801_357n, { seller: 'early', order: 'early-order', line: 'early-line' }),
    closed({ seller: 'early' }),
  ])
  await owner()`update sellers set opened_at = now() where marketplace_id = ${marketplace} and external_id <> 'early'`
  const rows = await owner()<
    { id: number; code: string; external_id: string }[]
  >`select id, code, external_id from sellers where marketplace_id = ${marketplace}`
  const idOf = (name: string) => rows.find((row) => row.external_id === name)?.id ?? 0
  const codeOf = (name: string) => rows.find((row) => row.external_id === name)?.code ?? ''
  world.codes = { first: codeOf('canary-one'), second: codeOf('two'), early: codeOf('early') }
  world.stores = { first: idOf('canary-one'), second: idOf('two'), early: idOf('early') }
  world.people = {
    owner: await makeUser({ email: 'canary-owner@example.com', name: 'CANARY owner' }),
    manager: await makeUser({ name: 'Manager' }),
    finance: await makeUser({ name: 'Finance' }),
    viewer: await makeUser({ name: 'Viewer' }),
    half: await makeUser({ name: 'Half' }),
    stranger: await makeUser({ name: 'Stranger' }),
    early: await makeUser({ name: 'Early' }),
  }
  const apps = Object.entries(world.people).map(async ([who, person]) => [who, await enrolled(person)] as const)
  world.apps = Object.fromEntries(await Promise.all(apps)) as World['apps']
  await join(world.stores.first, world.people.owner)
  for (const role of ['manager', 'finance', 'viewer'] as const) await join(world.stores.first, world.people[role], role)
  await join(world.stores.first, world.people.half)
  await join(world.stores.second, world.people.stranger)
  await join(world.stores.early, world.people.early)
  world.invitation = randomToken()
  await owner()`
    insert into invitations (token_hash, seller_id, role, email, locale, ends_at) values (${tokenHash(world.invitation)},
      ${world.stores.first}, 'viewer', 'canary-invitee@example.com', 'en', now() + interval '1 day')`
  const [request] = await owner()<[{ id: string }]>`
    insert into release_requests (seller_id, line, asked_by, asked_name, note)
    select seller_id, key, ${world.people.owner.id}, 'CANARY owner', 'CANARY note' from lines where order_id = 'canary-order' returning id`
  world.request = request.id
  world.proof = await addProof(world.stores.first, request.id, 'canary')
  world.picture = (await addAttempt(world.stores.first, world.people.owner.id, 'CANARY document')).picture
})

beforeEach(async () => {
  await owner()`delete from throttles`
  await owner()`delete from sessions`
  const { id } = world.people.owner
  await owner()`delete from invitations where email = 'canary-second@example.com'`
  const [row] = await owner()<[{ id: string }]>`
    insert into invitations (token_hash, seller_id, role, email, locale, ends_at)
    values (${randomBytes(32)}, ${world.stores.first}, 'viewer', 'canary-second@example.com', 'en', now() + interval '1 day') returning id`
  world.invitationId = row.id
  await owner()`
    insert into saved_views (seller_id, user_id, name, currency, filter)
    values (${world.stores.first}, ${id}, 'CANARY kept', 'USD', ${owner().json({ reference: 'canary-order' })}) on conflict do nothing`
  // Who was removed by the owner is back, and an identity to remove.
  await owner()`insert into members (seller_id, user_id, role) values (${world.stores.first}, ${world.people.half.id}, 'owner') on conflict do nothing`
  const [identity] = await owner()<[{ id: string }]>`
    insert into identities (issuer, subject, user_id) values ('https://canary.example', 'canary', ${id})
    on conflict (issuer, subject) do update set user_id = ${id} returning id`
  world.identity = identity.id
  world.session = (await signedIn(world.people.owner)).session.sessionId
  // A second passkey, so that the first may be removed.
  for (const passkey of ['canary-passkey', 'canary-second'])
    await owner()`
      insert into passkeys (id, user_id, public_key, counter, transports, label) values (${passkey}, ${id}, 'key', 0, '{}', 'CANARY key')
      on conflict do nothing`
})

afterAll(closePeople)

const noProof: Proof = { kind: 'totp', code: '000000' }

const { procedures, ofStore } = proceduresOf(appRouter)

/** The code of the asking person's own store. */
const ownStore = (who: Who) => world.codes[who === 'stranger' ? 'second' : who === 'early' ? 'early' : 'first']

/** One call over HTTP with a real cookie; what came back, whole. */
async function callAs(
  who: Who,
  path: string,
  type: Kind,
  input: object | undefined,
  store: string | undefined = ownStore(who),
): Promise<{ code: string; text: string }> {
  const cookie = who === 'nobody' ? '' : `session=${(await signedIn(world.people[who], who === 'half' ? null : 'totp')).given.session}`
  const named = ofStore.some(([one]) => one === path) ? { ...input, ...(store === '' ? {} : { store }) } : input
  const json = JSON.stringify({ json: named ?? null, ...(named === undefined ? { meta: { values: ['undefined'] } } : {}) })
  const end = new AbortController()
  const headers = { cookie, origin: 'http://localhost:3000', 'content-type': 'application/json' }
  const request =
    type === 'mutation'
      ? new Request(`http://localhost:3000/api/trpc/${path}`, { method: 'POST', body: json, headers })
      : new Request(`http://localhost:3000/api/trpc/${path}?input=${encodeURIComponent(json)}`, {
          headers: { ...headers, ...(type === 'subscription' ? { accept: 'text/event-stream' } : {}) },
          signal: end.signal,
        })
  const response = await answerTrpc(request)
  const body = type === 'subscription' && response.ok ? await firstState(response) : await response.text()
  end.abort()
  const text = `${[...response.headers].join('\n')}\n\n${body}`
  return { code: /"code":"([a-z_]+)"/.exec(body)?.[1] ?? ok, text }
}

/** What a stream says until its first state (or its end). */
async function firstState(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  let text = ''
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += new TextDecoder().decode(read.value)
    if (/"(json|code)"/.test(text)) break
  }
  await reader?.cancel()
  return text
}

test('every procedure of the router has a row in the table, and every row a procedure', () => {
  expect(Object.keys(matrix).toSorted()).toEqual(procedures.map(([path]) => path).toSorted())
})

describe.each(procedures)('%s', (path, type) => {
  test.each(everybody)('asked by %s', async (who) => {
    const row = matrix[path]
    if (!row) throw new Error(`no row for ${path}`)
    const proof = await (who === 'nobody' ? Promise.resolve(noProof) : world.apps[who].proof())
    const { code, text } = await callAs(who, path, type, row.input?.(world, proof))
    expect(code).toBe(row.is[who])
    if (!['owner', 'manager', 'finance', 'viewer'].includes(who)) expect(find(text)).toEqual([])
    // Neither SQL nor a stack, whatever happened.
    expect(text).not.toMatch(/select |insert |update |\bat \w+ \(|\.ts:\d/i)
  })
})

describe('a call that names', () => {
  const strange = (what: string, store: () => string, who: Who = 'owner') => [what, store, who] as const
  const calls = [
    strange('a store of others', () => world.codes.first, 'stranger'),
    strange('a store that is not there', () => '2222222222'),
    strange('no store', () => ''),
    strange('a store by its number', () => String(world.stores.first)),
    strange('a store by the marketplace’s id', () => 'canary-one'),
  ]
  const expected = { 'a store of others': missing, 'a store that is not there': missing } as Record<string, string>

  test('is one of a store’s procedures, of which there are some of each kind', () => {
    expect(new Set(ofStore.map(([, type]) => type))).toEqual(new Set(['query', 'mutation', 'subscription']))
    expect(ofStore.length).toBeGreaterThan(25)
  })

  test.each(ofStore)('%s', async (path, type) => {
    const answers = []
    for (const [what, store, who] of calls) {
      const input = matrix[path]?.input?.(world, noProof)
      const { code, text } = await callAs(who, path, type, input, store())
      expect(code, what).toBe(expected[what] ?? 'invalid_input')
      expect(find(text), what).toEqual([])
      if (code === missing) answers.push(text.replaceAll(/[0-9a-f]{8,}/g, 'trace'))
    }
    // Others' stores and none answer alike, to the letter.
    expect(answers).toHaveLength(2)
    expect(answers[0]).toBe(answers[1])
  })
})

/** An input once for each text in it, that one being another. */
function withText(input: unknown, text: string): unknown[] {
  if (typeof input === 'string') return [text]
  if (typeof input !== 'object' || input === null) return []
  return Object.entries(input).flatMap(([name, value]) =>
    withText(value, text).map((other) => (Array.isArray(input) ? input.with(Number(name), other) : { ...input, [name]: other })),
  )
}

// Postgres refuses both in a text or in json, with the whole statement: a bug in the log, and a page that says that all is lost.
test.each(['a\u0000b', 'a\ud800b'])('every procedure refuses %j in each of its texts before the database', async (text) => {
  const asked = procedures.flatMap(([path, type]) =>
    withText(matrix[path]?.input?.(world, noProof), text).map((input) => ({ path, type, input: input as object })),
  )
  expect(asked.length).toBeGreaterThan(40)
  const broken: string[] = []
  for (const { path, type, input } of asked)
    if ((await callAs('owner', path, type, input)).code === 'internal') broken.push(`${path} ${JSON.stringify(input)}`)
  expect(broken).toEqual([])
})

test('negative control: the first store’s own people see the canaries', async () => {
  const seen = await Promise.all([
    callAs('owner', 'balances.now', 'query', undefined),
    callAs('viewer', 'activity.list', 'query', { currency: 'USD' }),
    callAs('owner', 'people.me', 'query', undefined),
    callAs('viewer', 'releases.list', 'query', { show: 'all' }),
    callAs('viewer', 'releases.order', 'query', { orderId: 'canary-order' }),
    callAs('owner', 'activity.views', 'query', undefined),
  ])
  expect(find(seen[0]?.text ?? '')).toEqual(expect.arrayContaining([expect.stringMatching(/765432109|7654321\.09/)]))
  expect(find(seen[1]?.text ?? '')).toContain('canary')
  expect(find(seen[2]?.text ?? '')).toContain('CANARY')
  expect(find(seen[3]?.text ?? '')).toContain('canary')
  expect(find(seen[4]?.text ?? '')).toContain('7654321.09')
  expect(find(seen[5]?.text ?? '')).toEqual(['CANARY', 'canary'])
})

test('negative control: the canaries of a store closed before it was opened are seen once it is opened', async () => {
  const reads = [
    ['balances.now', undefined],
    ['releases.list', { show: 'all' }],
  ] as const
  const seen = async () =>
    Promise.all(
      reads.map(async ([path, input]) => {
        const { code, text } = await callAs('early', path, 'query', input)
        return [code, find(text)]
      }),
    )
  expect(await seen()).toEqual([
    [early, []],
    [early, []],
  ])
  await owner()`update sellers set opened_at = now() where id = ${world.stores.early}`
  try {
    expect(await seen()).toEqual([
      [ok, ['2468013.57']],
      [ok, ['early-order', '2468013.57']],
    ])
  } finally {
    await owner()`update sellers set opened_at = null where id = ${world.stores.early}`
  }
})

describe('each of the two locks works alone', () => {
  /** Tables that belong to a seller. */
  const tables = () =>
    owner()<{ name: string }[]>`
      select distinct c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'seller_id' and t.table_type = 'BASE TABLE'`

  test('row-level security without the application’s filter: a select of everything finds none of the other store', async () => {
    const stranger = memberScope(world.stores.second, 'owner')
    const names = (await tables()).map((row) => row.name)
    expect(names).toEqual(expect.arrayContaining(['books', 'movements', 'members', 'invitations', 'saved_views']))
    for (const name of names) {
      const readable = await owner().unsafe(`select has_table_privilege('portal_people', '${name}', 'select') as yes`)
      if (!readable[0]?.yes) continue
      const rows = await sellerTx(stranger, (tx) => tx.sql.unsafe(`select 1 from ${name} where seller_id = ${world.stores.first}`))
      expect(rows, name).toHaveLength(0)
    }
    expect(await sellerTx(memberScope(world.stores.first, 'owner'), (tx) => tx.sql`select 1 from movements`)).not.toHaveLength(0)
  })

  test('the application’s filter without row-level security: the procedures show none of the other store', async () => {
    const names = (await tables()).map((row) => row.name)
    const switchTo = (way: 'no force' | 'force', on: 'disable' | 'enable') =>
      Promise.all(
        [...names, 'sellers'].map((name) => owner().unsafe(`alter table ${name} ${way} row level security, ${on} row level security`)),
      )
    await switchTo('no force', 'disable')
    try {
      for (const [path, type] of procedures.filter(([, type]) => type === 'query')) {
        const { text } = await callAs('stranger', path, type, matrix[path]?.input?.(world, noProof))
        expect(find(text), path).toEqual([])
      }
    } finally {
      await switchTo('force', 'enable')
    }
  })
})
