import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newMarketplace, paid, shipped, upserted } from '#db/test/events.ts'
import {
  type App,
  browser,
  closePeople,
  enrolled,
  join,
  type Made,
  makeUser,
  owner,
  permitDetails,
  scopeIn,
  sessionOf,
  signedIn,
} from '#db/test/people.ts'
import { proceduresOf } from '#db/test/procedures.ts'
import { postEvents } from '#server/orders/index.ts'
import { rememberStore, type Session } from '#server/people/index.ts'
import { appRouter } from './router.ts'
import { createCallerFactory } from './trpc.ts'

// One person, one session, two stores, each open in a tab of its own. Every mutation of a store is called for the first one after the
// other was opened: what it changes is the first one's alone. The mutations are read from the router, so that none can be left out.

type Tab = {
  readonly id: number
  readonly code: string
  readonly name: string
  /** An open invitation of the store. */
  invitation: string
}

/** What a mutation is called with. */
type Case = {
  readonly input: (tab: Tab, proof: Awaited<ReturnType<App['proof']>>) => object
  readonly before?: () => Promise<unknown>
}

const tabs = {} as { first: Tab; second: Tab }
const people = {} as { boss: Made; colleague: Made }
const marked = {} as { session: Session; app: App; terms: string; png: Uint8Array<ArrayBuffer> }

const ofColleague = () => ({ userId: people.colleague.id })
const pdf = new Uint8Array(Buffer.from('%PDF-1.7 signed for'))

const cases: Record<string, Case> = {
  'activity.keepView': { input: () => ({ name: 'new', currency: 'USD', filter: { reference: 'a' } }) },
  'activity.removeView': { input: () => ({ name: 'kept in both' }) },
  'requests.ask': { input: ({ name }) => ({ orderId: `order-${name}`, lineId: 'line', note: '', files: [pdf] }) },
  'identity.choose': { before: noAttempts, input: () => ({ region: 'CN', type: 'resident_id' }) },
  'identity.saveDetails': { before: drafts, input: permitDetails },
  'identity.keepPage': { before: drafts, input: () => ({ page: 'info', files: [marked.png] }) },
  'identity.submit': { before: wholeDrafts, input: () => ({ declared: true }) },
  'sellers.openAccount': {
    before: () => owner()`update sellers set opened_at = null`,
    input: () => ({ terms: marked.terms, locale: 'en' }),
  },
  'sellers.chooseTimeZone': { input: () => ({ zone: 'Asia/Tokyo' }) },
  'people.askStoreProof': { input: () => ({ verb: 'member.remove', content: ofColleague() }) },
  'people.inviteMember': { input: (_, proof) => ({ email: 'somebody@example.com', role: 'viewer', proof }) },
  'people.changeRole': { input: (_, proof) => ({ ...ofColleague(), role: 'manager', proof }) },
  'people.removeMember': { input: (_, proof) => ({ ...ofColleague(), proof }) },
  'people.sendInvitationAgain': { input: ({ invitation }) => ({ id: invitation }) },
  'people.withdrawInvitation': { input: ({ invitation }) => ({ id: invitation }) },
}

/** Nobody has begun to prove who they are. */
async function noAttempts(): Promise<void> {
  await owner()`delete from identity_pages`
  await owner()`delete from identity_attempts`
}

/** In both stores somebody has. */
async function drafts(): Promise<void> {
  await noAttempts()
  for (const { code } of Object.values(tabs)) await procedures().identity.choose({ store: code, region: 'TW', type: 'taiwan_permit' })
}

/** And has typed and sent what is needed. */
async function wholeDrafts(): Promise<void> {
  await drafts()
  for (const { code } of Object.values(tabs)) {
    await procedures().identity.saveDetails({ store: code, ...permitDetails() })
    await procedures().identity.keepPage({ store: code, page: 'info', files: [marked.png] })
  }
}

const mutations = proceduresOf(appRouter)
  .ofStore.filter(([, kind]) => kind === 'mutation')
  .map(([path]) => path)

beforeAll(async () => {
  const marketplace = await newMarketplace()
  people.boss = await makeUser({ name: 'Mei' })
  people.colleague = await makeUser({ name: 'Colleague' })
  for (const name of ['first', 'second'] as const) {
    const of = { seller: name, order: `order-${name}` }
    await postEvents(marketplace, [upserted({ seller: name })])
    await postEvents(marketplace, [paid(120_450n, of), shipped(of)])
    const [row] = await owner()<[{ id: number; code: string }]>`select id, code from sellers where external_id = ${name}`
    tabs[name] = { ...row, name, invitation: '' }
    await join(row.id, people.boss)
  }
  marked.app = await enrolled(people.boss)
  marked.png = new Uint8Array(
    await sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } })
      .png()
      .toBuffer(),
  )
})

beforeEach(async () => {
  const sql = owner()
  await sql`delete from throttles`
  await sql`update sellers set opened_at = now()`
  await sql`update invitations set withdrawn_at = now() where withdrawn_at is null`
  await sql`delete from members where user_id = ${people.colleague.id}`
  for (const tab of Object.values(tabs)) {
    await join(tab.id, people.colleague, 'viewer')
    await sql`insert into saved_views (seller_id, user_id, name, currency, filter)
      values (${tab.id}, ${people.boss.id}, 'kept in both', 'USD', '{}') on conflict do nothing`
    const [row] = await sql<[{ id: string }]>`
      insert into invitations (token_hash, seller_id, role, email, locale, ends_at)
      values (sha256(gen_random_uuid()::text::bytea), ${tab.id}, 'viewer', 'invited@example.com', 'en', now() + interval '1 day') returning id`
    tab.invitation = row.id
  }
  const { given, session } = await signedIn(people.boss)
  const second = scopeIn(session, tabs.second.id)
  await rememberStore(session, scopeIn(session, tabs.first.id))
  await rememberStore({ ...session, lastSellerId: tabs.first.id }, second)
  marked.session = await sessionOf(given)
  marked.terms = (await procedures().sellers.opening({ store: tabs.first.code })).termsVersion
})

afterAll(closePeople)

const procedures = () =>
  createCallerFactory(appRouter)({ session: marked.session, trace: '', browser: browser(), ours: true, answer: new Headers() })

/** All rows of a store, of every table, as one hash. */
async function rowsOf(id: number): Promise<string> {
  const tables = await owner()<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'seller_id' and t.table_type = 'BASE TABLE' order by 1`
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['audit', 'invitations', 'members', 'saved_views']))
  const parts = tables.map(({ name }) => owner().unsafe(`select r::text from ${name} r where seller_id = ${id} order by 1`))
  const rows = await Promise.all([owner()`select s::text from sellers s where id = ${id}`, ...parts])
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}

/** Calls a mutation for a store. @returns the stores whose rows are others afterwards */
async function changedBy(path: string, tab: Tab): Promise<string[]> {
  const { before, input } = cases[path] ?? {}
  await before?.()
  const was = await Promise.all(Object.values(tabs).map(({ id }) => rowsOf(id)))
  const [room = '', name = ''] = path.split('.')
  const rooms = procedures() as unknown as Record<string, Record<string, (input: object) => Promise<{ ok?: boolean } | undefined>>>
  const answer = await rooms[room]?.[name]?.({ ...input?.(tab, await marked.app.proof()), store: tab.code })
  expect(answer?.ok ?? true, JSON.stringify(answer)).toBe(true)
  const is = await Promise.all(Object.values(tabs).map(({ id }) => rowsOf(id)))
  return Object.values(tabs).flatMap((one, at) => (is[at] === was[at] ? [] : [one.name]))
}

test('every mutation of a store has a case, and every case a mutation', () => {
  expect(Object.keys(cases).toSorted()).toEqual(mutations.toSorted())
})

describe('called from a page of the first store, after the second one was opened in another tab,', () => {
  test.each(mutations)('%s changes the first one alone', async (path) => {
    expect(marked.session.lastSellerId).toBe(tabs.second.id)
    expect(await changedBy(path, tabs.first)).toEqual(['first'])
  })

  test('negative control: a call in the other store is detected', async () => {
    expect(await changedBy('sellers.chooseTimeZone', tabs.second)).toEqual(['second'])
  })
})
