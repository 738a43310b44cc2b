import { randomUUID } from 'node:crypto'
import { Secret } from 'otpauth'
import { ownerClient } from '#db/client.ts'
import { beginTotp, enrolTotp } from '#server/people/factors/enrol-factor.ts'
import { totpCode } from '#server/people/factors/totp.ts'
import { hashPassword } from '#server/people/passwords/hash.ts'
import { standsAlone } from '#server/people/passwords/password.ts'
import type { MemberScope, SellerRole, StaffRole } from '#server/platform/actor.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { type MailWanted, mailOf } from '#server/platform/mail.ts'
import { seal } from '#server/platform/seal.ts'
import { clientPlace, filePlace, typedPlace } from '#server/platform/sealed-places.ts'
import type { Browser, SessionTokens } from '#server/people/sessions/browser.ts'
import { superuserClient } from './superuser.ts'
import { findSession } from '#server/people/sessions/find-session.ts'
import { type Session, storeOf } from '#server/people/sessions/session.ts'

// People, stores and browsers for tests of sign-in. Sentences and secrets are the tests' own.

const kept: { owner?: ReturnType<typeof ownerClient>; queue?: ReturnType<typeof superuserClient> } = {}

/** The owner's connection: prepares what the application's roles may not, and moves a row's time. */
export const owner = () => (kept.owner ??= ownerClient(2))

let counter = 0

/** A browser from an address of its own that has no cookies. */
export const browser = (more: Partial<Browser> = {}): Browser => ({
  address: `192.0.2.${++counter % 250}`,
  agent: 'Mozilla/5.0 (test)',
  sessionToken: null,
  deviceToken: null,
  ...more,
})

/** The same browser with what it was given. */
export const withCookies = (before: Browser, given: SessionTokens): Browser => ({
  ...before,
  sessionToken: given.session,
  deviceToken: given.device ?? before.deviceToken,
})

export type Made = { id: number; email: string }

/** A person with a confirmed address. */
export async function makeUser(
  more: { email?: string; password?: string | null; name?: string; demo?: boolean; locale?: string } = {},
): Promise<Made> {
  const email = more.email ?? `person${++counter}@example.com`
  const password = more.password === undefined ? 'nine quiet rivers' : more.password
  const [row] = await owner()<[{ id: number }]>`
    insert into users (email, email_confirmed_at, name, locale, demo, password_hash, password_stands_alone)
    values (${email}, now(), ${more.name ?? 'Mei'}, ${more.locale ?? 'en'}, ${more.demo ?? false},
      ${password === null ? null : await hashPassword(password)}, ${password !== null && standsAlone(password)})
    returning id`
  return { id: row.id, email }
}

/** Makes somebody a member. */
export async function join(sellerId: number, user: Made, role: SellerRole = 'owner'): Promise<void> {
  await owner()`insert into members (seller_id, user_id, role) values (${sellerId}, ${user.id}, ${role})`
}

/** Makes somebody staff of a marketplace; of `mall` where none is named. */
export async function appoint(user: Made, roles: readonly StaffRole[], marketplaceId?: number): Promise<void> {
  await owner()`insert into marketplaces (slug, name) values ('mall', 'Mall') on conflict do nothing`
  await owner()`
    insert into staff (user_id, roles, marketplace_id)
    select ${user.id}, ${roles as StaffRole[]}, coalesce(${marketplaceId ?? null}::int, (select id from marketplaces where slug = 'mall'))`
}

/** A session in the table, as a sign-in leaves it; with `factor` the second one is proven. */
export async function signedIn(
  user: Made,
  factor: 'totp' | null = 'totp',
  at: Browser = browser(),
): Promise<{ given: SessionTokens; session: Session; at: Browser }> {
  const given: SessionTokens = { session: randomToken(), device: null }
  const id = randomUUID()
  await owner()`
    insert into sessions (id, client, token_hash, user_id, method, second_factor, second_factor_at, idle, ends_at)
    values (${id}, ${seal(Buffer.from(JSON.stringify({ address: at.address, agent: at.agent })), clientPlace(id))}, ${tokenHash(given.session)}, ${user.id}, 'password', ${factor}, case when ${factor}::text is null then null else now() end, '15 minutes', now() + interval '12 hours')`
  return { given, session: await sessionOf(given), at: withCookies(at, given) }
}

/** A person's authenticator app: `code()` is one that was not used yet, `proof()` the same as what proves an act. */
export type App = {
  secret: Buffer
  code: () => Promise<string>
  proof: () => Promise<{ kind: 'totp'; code: string }>
  recoveryCodes: string[]
}

/** Gives a person an authenticator app. */
export async function enrolled(user: Made): Promise<App> {
  const { session, at } = await signedIn(user, null)
  const { text } = await beginTotp(session, 'Portal')
  const secret = Buffer.from(Secret.fromBase32(text).bytes)
  const { recoveryCodes } = await enrolTotp(session, { code: totpCode(secret, Date.now()), proof: null }, at)
  await owner()`delete from sessions where user_id = ${user.id}`
  await owner()`delete from devices where user_id = ${user.id}`
  await owner()`delete from links where user_id = ${user.id}`
  await owner()`update users set credentials_changed_at = null where id = ${user.id}`
  const code = async () => {
    // As if half a minute had passed: steps are remembered, and a test does not wait for the next one.
    await owner()`update totp_factors set last_counter = 0 where user_id = ${user.id}`
    return totpCode(secret, Date.now())
  }
  const proof = async () => ({ kind: 'totp', code: await code() }) as const
  return { secret, code, proof, recoveryCodes: recoveryCodes ?? [] }
}

/** A wrong code for a right one. */
export const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')

/** The session of a token; fails where it has none. */
export async function sessionOf(given: SessionTokens): Promise<Session> {
  const session = await findSession(given.session)
  if (!session) throw new Error('no session')
  return session
}

/** The scope of one of a person's stores, of their only one where none is named. */
export function scopeIn(session: Session, sellerId = session.stores[0]?.sellerId): MemberScope {
  const found = storeOf(session, session.stores.find((store) => store.sellerId === sellerId)?.code ?? '')
  if (!found) throw new Error('no scope')
  return found.scope
}

/** A store's code. */
export async function codeOf(sellerId: number): Promise<string> {
  const [row] = await owner()<[{ code: string }]>`select code from sellers where id = ${sellerId}`
  return row.code
}

/** A store of marketplace `mall` that seller.upserted announced. */
export async function makeStore(
  more: { externalId?: string; name?: string; email?: string | null; locale?: string; opened?: boolean } = {},
): Promise<number> {
  const sql = owner()
  const externalId = more.externalId ?? `shop-${++counter}`
  await sql`insert into marketplaces (slug, name) values ('mall', 'Mall') on conflict do nothing`
  const [row] = await sql<[{ id: number }]>`
    insert into sellers (marketplace_id, external_id, name, region, email, locale, upserted_at, opened_at)
    select id, ${externalId}, ${more.name ?? 'Lantern House'}, 'CN', ${more.email ?? null}, ${more.locale ?? null}, now(),
      ${more.opened ? '2026-01-01T00:00:00Z' : null}::text::timestamptz
    from marketplaces where slug = 'mall' returning id`
  return row.id
}

/** Keeps a file as the proof of delivery of a request. */
export async function addProof(sellerId: number, request: string, text: string): Promise<string> {
  const id = randomUUID()
  const sealed = seal(Buffer.from(text), filePlace('release_proof', id, sellerId))
  await owner()`
    insert into files (seller_id, id, purpose, media_type, size, sha256, sealed)
    values (${sellerId}, ${id}, 'release_proof', 'application/pdf', ${Buffer.byteLength(text)}, sha256(${text}::text::bytea), ${sealed})`
  await owner()`insert into release_proofs (seller_id, request, position, file) values (${sellerId}, ${request}, 0, ${id})`
  return id
}

/** An attempt of a seller to prove who its owner is, as it waits for staff, with a picture; a text stands for both. */
export async function addAttempt(sellerId: number, userId: number, text: string): Promise<{ attempt: string; picture: string }> {
  const [attempt, picture] = [randomUUID(), randomUUID()]
  const typed = seal(Buffer.from(JSON.stringify({ ...permitDetails(), name: text, number: text })), typedPlace(sellerId, attempt))
  const sealed = seal(Buffer.from(text), filePlace('identity_page', picture, sellerId))
  await owner()`
    insert into identity_attempts (seller_id, id, state, region, document_type, typed, started_by, submitted_at)
    values (${sellerId}, ${attempt}, 'submitted', 'TW', 'taiwan_permit', ${typed}, ${userId}, portal_now())`
  await owner()`
    insert into files (seller_id, id, purpose, media_type, size, sha256, sealed)
    values (${sellerId}, ${picture}, 'identity_page', 'image/png', ${Buffer.byteLength(text)}, sha256(${text}::text::bytea), ${sealed})`
  await owner()`insert into identity_pages (seller_id, attempt, page, file) values (${sellerId}, ${attempt}, 'info', ${picture})`
  return { attempt, picture }
}

/** What is typed of a valid permit of Taiwan. */
export function permitDetails() {
  const year = new Date().getFullYear()
  const validity = { validFrom: `${year - 1}-01-01`, validUntil: `${year + 4}-01-01` }
  return { country: '', name: '林美玲', latinName: 'LIN MEILING', number: '12345678', renewals: '', birth: '1990-01-01', ...validity }
}

/** The queue's tables, into which only a superuser looks. */
function queue() {
  return (kept.queue ??= superuserClient())
}

/** Empties the queue. */
export async function clearQueue(): Promise<void> {
  await queue()`delete from graphile_worker._private_jobs`
}

/** Jobs of a task that wait, the oldest first. */
export async function waiting<T>(task: string): Promise<T[]> {
  const rows = await queue()<{ payload: T }[]>`
    select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${task} order by j.id`
  return rows.map((row) => row.payload)
}

/** Mails that were asked for to this address, the oldest first, with their links open. */
export async function mailsTo(address: string): Promise<MailWanted[]> {
  const payloads = await waiting<Parameters<typeof mailOf>[0]>('mail.send')
  return payloads.map(mailOf).filter((mail) => mail.to === address)
}

/** The token of the newest mail of a kind to this address. */
export async function tokenTo(address: string, kind: string): Promise<string> {
  const mail = (await mailsTo(address)).findLast((one) => one.kind === kind)
  if (!mail?.link?.token) throw new Error(`no ${kind} with a link went to ${address}`)
  return mail.link.token
}

/** Lines of the audit trail with this action. */
export async function trail(
  action: string,
): Promise<{ actor_kind: string; actor_id: string | null; seller_id: number | null; detail: Record<string, unknown> }[]> {
  return owner()`select actor_kind, actor_id, seller_id, detail from audit where action = ${action} order by id`
}

/** Closes what this file opened; for afterAll, and for who wants the database to itself. */
export async function closePeople(): Promise<void> {
  const { owner, queue } = kept
  delete kept.owner
  delete kept.queue
  await Promise.all([owner?.end({ timeout: 5 }), queue?.end({ timeout: 5 })])
}
