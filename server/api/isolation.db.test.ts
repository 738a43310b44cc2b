import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closed, newMarketplace, paid, released, upserted } from '#db/test/events.ts'
import { closePeople, join, type Made, makeUser, owner, sessionOf, signedIn, tokenTo } from '#db/test/people.ts'
import { postEvents } from '#server/orders/index.ts'
import { inviteSeller } from '#server/people/invitations/invite.ts'
import { scopeOfMember } from '#server/platform/actor.ts'
import { batchTx, sellerTx } from '#server/platform/tx.ts'
import { answerTrpc } from './answer.ts'
import { appRouter } from './router.ts'

/**
 * Every procedure × who asks. What the input names is always the first store's; `half` is a member of it who has shown a password
 * only, `stranger` owns another store, `early` one that was closed before its account was opened. The cell is the refusal's code, or ok.
 */
const everybody = ['nobody', 'half', 'owner', 'manager', 'finance', 'viewer', 'stranger', 'early'] as const
type Who = (typeof everybody)[number]
type Row = { input?: (world: World) => unknown; is: Record<Who, string> }

const [ok, out, half, no, missing, early] = ['ok', 'not_signed_in', 'second_factor_needed', 'not_allowed', 'not_found', 'account_not_open']
const anybody = (code = ok) => Object.fromEntries(everybody.map((who) => [who, code])) as Row['is']
const signed = (code = ok): Row['is'] => ({ ...anybody(code), nobody: out })
const both = (code = ok): Row['is'] => ({ ...signed(code), half })
/** What shows an amount, or an order: not before the account is open. */
const opened = (): Row['is'] => ({ ...both(), early })
const managers = { finance: no, viewer: no }
const owners = { ...managers, manager: no }
const ownersOnly = (others = missing): Row['is'] => ({ ...both(others), owner: ok })

const token = 'x'.repeat(43)
const answer = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
}

const matrix: Record<string, Row> = {
  'activity.list': { input: () => ({ currency: 'USD', filter: { reference: 'canary-order' } }), is: opened() },
  // Both stores have a movement of this number: whoever asks sees his own.
  'activity.movement': { input: () => ({ currency: 'USD', version: 1 }), is: opened() },
  'activity.day': { input: () => ({ currency: 'USD', date: '2099-01-01' }), is: opened() },
  'activity.views': { is: opened() },
  'activity.keepView': { input: () => ({ name: 'refunds', currency: 'USD', filter: { kinds: ['refund'] } }), is: opened() },
  // Each forgets a view of their own; the name is the first store's owner's.
  'activity.removeView': { input: () => ({ name: 'CANARY kept' }), is: opened() },
  'balances.now': { is: opened() },
  'balances.overview': { is: opened() },
  'balances.live': { is: both() },
  'forecast.calendar': { input: () => ({ currency: 'USD', on: 'undated' }), is: opened() },
  'forecast.summary': { is: opened() },
  'forecast.why': { input: () => ({ currency: 'USD' }), is: opened() },
  'policies.figures': { is: both() },
  'releases.list': { input: () => ({ show: 'all' }), is: opened() },
  'releases.order': { input: () => ({ orderId: 'canary-order' }), is: opened() },
  'requests.list': { input: (world) => ({ place: { at: world.request } }), is: opened() },
  'requests.ofOrder': { input: () => ({ orderId: 'canary-order' }), is: opened() },
  'requests.asking': {
    input: () => ({ orderId: 'canary-order', lineId: 'canary-line' }),
    is: { ...opened(), ...managers, stranger: missing },
  },
  'requests.ask': {
    input: () => ({ orderId: 'canary-order', lineId: 'canary-line', note: '', files: [] }),
    is: { ...opened(), ...managers, stranger: missing },
  },
  'requests.proof': { input: (world) => ({ id: world.proof }), is: { ...opened(), stranger: missing } },
  'sellers.opening': { is: both() },
  'sellers.openAccount': { input: () => ({ terms: null, locale: 'en' }), is: { ...both(), ...owners } },
  'sellers.consents': { is: both() },
  'sellers.chooseTimeZone': { input: () => ({ zone: 'Asia/Taipei' }), is: { ...both(), ...managers } },
  'people.askPasswordLink': { input: (world) => ({ email: world.people.owner.email }), is: anybody() },
  'people.choosePassword': { input: () => ({ token, password: 'plum 37 stairs' }), is: anybody('link_expired') },
  'people.readInvitation': { input: () => ({ token }), is: anybody() },
  'people.askInvitationAgain': { input: () => ({ token }), is: anybody() },
  'people.acceptInvitation': {
    input: () => ({ token, name: 'X', password: 'plum 37 stairs', locale: 'en' }),
    is: anybody('link_expired'),
  },
  'people.confirmEmail': { input: () => ({ token }), is: anybody('link_expired') },
  'people.me': { is: signed() },
  'people.signOut': { is: signed() },
  'people.askPasskey': { is: signed() },
  'people.proveFactor': { input: () => ({ kind: 'totp', code: '000000' }), is: signed('wrong_code') },
  'people.beginTotp': { is: signed() },
  'people.enrolTotp': { input: () => ({ code: '000000' }), is: signed('link_expired') },
  'people.beginPasskey': { is: signed() },
  'people.enrolPasskey': { input: () => ({ answer, label: 'x' }), is: signed('wrong_code') },
  'people.chooseLocale': { input: () => ({ locale: 'en' }), is: signed() },
  'people.joinStore': { input: (world) => ({ token: world.invitation }), is: both(no) },
  'people.chooseStore': { input: (world) => ({ sellerId: world.stores.first }), is: { ...both(), stranger: missing, early: missing } },
  'people.factors': { is: both() },
  'people.sessions': { is: both() },
  'people.endSession': { input: (world) => ({ id: world.session }), is: ownersOnly() },
  'people.endOtherSessions': { is: both() },
  'people.team': { is: { ...both(), ...owners } },
  'people.inviteMember': {
    input: (world) => ({ email: world.people.viewer.email, role: 'finance' }),
    is: { ...both('already_member'), ...owners, stranger: ok, early: ok },
  },
  'people.sendInvitationAgain': {
    input: (world) => ({ id: world.invitationId }),
    is: { ...both(), ...owners, stranger: missing, early: missing },
  },
  'people.withdrawInvitation': {
    input: (world) => ({ id: world.invitationId }),
    is: { ...both(), ...owners, stranger: missing, early: missing },
  },
  'people.connectMarketplace': { is: both() },
  'people.changePassword': {
    input: () => ({ current: 'guess', password: 'plum 37 stairs', endOthers: false }),
    is: both('wrong_credentials'),
  },
  'people.changeEmail': { input: () => ({ email: 'elsewhere@example.com' }), is: both() },
  'people.removeFactor': { input: () => ({ which: { passkey: 'canary-passkey' } }), is: ownersOnly() },
  'people.renewRecoveryCodes': { is: both() },
  // The process of the tests is no demo; what a demo answers: server/sandbox/sandbox.db.test.ts.
  'sandbox.clock': { is: both() },
  'sandbox.moveClock': { input: () => ({ days: 1 }), is: both(missing) },
}

/** Only the first store's people may ever see these, and the last two nobody while that store isn't open. */
const canaries = ['CANARY', 'canary', '7654321.09', '765432109', 'early-order', '2468013.57']
const find = (text: string) => canaries.filter((canary) => text.includes(canary))

type World = {
  stores: { first: number; second: number; early: number }
  people: Record<Exclude<Who, 'nobody'>, Made>
  invitation: string
  /** Another open invitation to the first store. */
  invitationId: string
  /** A session of the first store's owner. */
  session: string
  request: string
  proof: string
}

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
    { id: number; external_id: string }[]
  >`select id, external_id from sellers where marketplace_id = ${marketplace}`
  const idOf = (name: string) => rows.find((row) => row.external_id === name)?.id ?? 0
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
  await join(world.stores.first, world.people.owner)
  for (const role of ['manager', 'finance', 'viewer'] as const) await join(world.stores.first, world.people[role], role)
  await join(world.stores.first, world.people.half)
  await join(world.stores.second, world.people.stranger)
  await join(world.stores.early, world.people.early)
  await batchTx((tx) => inviteSeller(tx, world.stores.first, 'canary-invitee@example.com', 'en'))
  const [proof] = await owner()<[{ id: string; request: string }]>`
    with request as (
      insert into release_requests (seller_id, line, asked_by, asked_name, note)
      select seller_id, key, ${world.people.owner.id}, 'CANARY owner', 'CANARY note' from lines where order_id = 'canary-order' returning *)
    insert into release_proofs (seller_id, request, place, type, bytes) select seller_id, id, 0, 'application/pdf', 'canary' from request returning id, request`
  world.proof = proof.id
  world.request = proof.request
  world.invitation = await tokenTo('canary-invitee@example.com', 'invitation')
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
  world.session = (await signedIn(world.people.owner)).session.sessionId
  // A second passkey, so that the first may be removed.
  for (const passkey of ['canary-passkey', 'canary-second'])
    await owner()`
      insert into passkeys (id, user_id, public_key, counter, transports, label) values (${passkey}, ${id}, 'key', 0, '{}', 'CANARY key')
      on conflict do nothing`
})

afterAll(closePeople)

type Kind = 'query' | 'mutation' | 'subscription'
// oxlint-disable-next-line no-underscore-dangle -- tRPC's own name for what it knows of a router
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>).map(
  ([path, { _def }]) => [path, _def.type] as const,
)

/** One call over HTTP with a real cookie; what came back, whole. */
async function callAs(who: Who, path: string, type: Kind, input: unknown): Promise<{ code: string; text: string }> {
  const cookie = who === 'nobody' ? '' : `session=${(await signedIn(world.people[who], who === 'half' ? null : 'totp')).given.session}`
  const json = JSON.stringify({ json: input ?? null, ...(input === undefined ? { meta: { values: ['undefined'] } } : {}) })
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

test('every procedure of the router has its row, and every row its procedure', () => {
  expect(Object.keys(matrix).toSorted()).toEqual(procedures.map(([path]) => path).toSorted())
})

describe.each(procedures)('%s', (path, type) => {
  test.each(everybody)('asked by %s', async (who) => {
    const row = matrix[path]
    if (!row) throw new Error(`no row for ${path}`)
    const { code, text } = await callAs(who, path, type, row.input?.(world))
    expect(code).toBe(row.is[who])
    if (!['owner', 'manager', 'finance', 'viewer'].includes(who)) expect(find(text)).toEqual([])
    // Neither SQL nor a stack, whatever happened.
    expect(text).not.toMatch(/select |insert |update |\bat \w+ \(|\.ts:\d/i)
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
test.each(['a\u0000b', 'a\ud800b'])('no procedure lets %j get as far as the database, in whichever of its texts', async (text) => {
  const asked = procedures.flatMap(([path, type]) => withText(matrix[path]?.input?.(world), text).map((input) => ({ path, type, input })))
  expect(asked.length).toBeGreaterThan(40)
  const broken: string[] = []
  for (const { path, type, input } of asked)
    if ((await callAs('owner', path, type, input)).code === 'internal') broken.push(`${path} ${JSON.stringify(input)}`)
  expect(broken).toEqual([])
})

test('the canaries are there to be seen: the first store’s own people see them', async () => {
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

test('what a store has that was closed before it was opened is there too, and is seen once it has been opened', async () => {
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

describe('either lock holds alone', () => {
  /** Tables that belong to a seller. */
  const tables = () =>
    owner()<{ name: string }[]>`
      select distinct c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'seller_id' and t.table_type = 'BASE TABLE'`

  test('row-level security without the application’s filter: a select of everything finds none of the other store', async () => {
    const stranger = scopeOfMember(world.stores.second, 'owner')
    const names = (await tables()).map((row) => row.name)
    expect(names).toEqual(expect.arrayContaining(['books', 'movements', 'members', 'invitations', 'saved_views']))
    for (const name of names) {
      const readable = await owner().unsafe(`select has_table_privilege('portal_people', '${name}', 'select') as yes`)
      if (!readable[0]?.yes) continue
      const rows = await sellerTx(stranger, (tx) => tx.sql.unsafe(`select 1 from ${name} where seller_id = ${world.stores.first}`))
      expect(rows, name).toHaveLength(0)
    }
    expect(await sellerTx(scopeOfMember(world.stores.first, 'owner'), (tx) => tx.sql`select 1 from movements`)).not.toHaveLength(0)
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
        const { text } = await callAs('stranger', path, type, matrix[path]?.input?.(world))
        expect(find(text), path).toEqual([])
      }
    } finally {
      await switchTo('force', 'enable')
    }
  })
})

test('a session that is ended in the middle of everything is nobody’s at the next call', async () => {
  const { given } = await signedIn(world.people.owner)
  await sessionOf(given)
  await owner()`delete from sessions`
  await expect(sessionOf(given)).rejects.toThrow('no session')
})
