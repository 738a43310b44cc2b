import { randomBytes, randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import postgres from 'postgres'
import { closePools, ownerClient } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { sendMail } from '#server/notices/send-mail.ts'
import { insertSession, selectSessions } from '#server/people/sessions/store.ts'
import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { env } from '#server/platform/env.ts'
import { type MailWanted } from '#server/platform/mail.ts'
import { open, seal } from '#server/platform/seal.ts'
import { sealedJob } from '#server/platform/sealed-job.ts'
import { clientPlace } from '#server/platform/sealed-places.ts'
import { batchTx, personTx } from '#server/platform/tx.ts'
import { type KeyUse, keysInUse, rotateSecret } from '#server/secrets/rotate-secret.ts'

/** A planted mistake. `forgetful`: readers lack the old secret; `placeless`: values share one place; `open`: canaries are plain text. */
export type CommandError = 'forgetful' | 'placeless' | 'open' | null

export type Plan = { readonly values: number; readonly canaries: number; readonly readers: number; readonly mistake?: CommandError }

export type Outcome = {
  readonly resealed: number
  readonly milliseconds: number
  /** Reads during the rotation, and how many of them did not give the sealed value. */
  readonly reads: number
  readonly failedReads: number
  /** What still needs the old secret after the rotation. */
  readonly left: KeyUse
  /** Reads after the old secret was removed, and how many of them failed. */
  readonly readAfter: number
  readonly failedAfter: number
  /** Values that were moved to another row, and how many of them could be opened there. */
  readonly moved: number
  readonly openedElsewhere: number
  /** Canaries that were given to the portal, and how often a dump of the database contains one. */
  readonly planted: number
  readonly found: number
}

const canary = 'CANARY'

/**
 * Rotates the installation's secret while readers continue: plants sealed values, seals them again under the new secret and reads all of
 * them without the old one; then moves values to other rows, and searches a dump of the database for canaries.
 * @param superuserUrl of the database, for the dump
 */
export async function changeSecret(superuserUrl: string, plan: Plan, note: (text: string) => void = () => {}): Promise<Outcome> {
  const { values, canaries, readers, mistake = null } = plan
  const place = (id: string) => (mistake === 'placeless' ? 'anywhere' : clientPlace(id))
  const owner = ownerClient(2)
  const old = env().PORTAL_SECRET
  try {
    const [person] = await owner<[{ id: number }]>`
      insert into users (email, email_confirmed_at, name, locale) values (${`${randomUUID()}@drill.example`}, now(), 'Drill', 'en') returning id`
    await plantCanaries(owner, person.id, canaries, mistake === 'open')
    const ids = await plantSessions(owner, person.id, values, place)
    note(`${values} values and ${canaries} canaries planted`)

    use(randomBytes(32).toString('hex'), old)
    const reading = startReaders(owner, ids, readers, place, mistake === 'forgetful' ? old : null)
    const from = performance.now()
    const resealed = mistake === 'placeless' ? 0 : await rotateSecret(note)
    const milliseconds = Math.round(performance.now() - from)
    const { reads, failedReads } = await reading()
    const left = await keysInUse()

    if (mistake === null) {
      // Removes the old secret; migrateDatabase() sets the roles' passwords from the new one.
      use(env().PORTAL_SECRET, undefined)
      await closePools()
      await migrateDatabase()
    }
    const after = await readAll(owner, ids, place)
    const moved = await move(owner, person.id, ids, place)
    const found = await findInDump(superuserUrl)
    return { resealed, milliseconds, reads, failedReads, left, ...after, ...moved, planted: canaries, found }
  } finally {
    // The next run does not have this run's secret.
    await owner.unsafe('delete from sessions; delete from mails; delete from audit_addresses')
    await owner.end()
    use(old, undefined)
    await closePools()
    await migrateDatabase()
  }
}

function use(secret: string, previous: string | undefined): void {
  Object.assign(env(), { PORTAL_SECRET: secret, PORTAL_SECRET_PREVIOUS: previous })
}

type Owner = ReturnType<typeof ownerClient>
type Place = (id: string) => string
const plainOf = (id: string) => JSON.stringify({ address: id, agent: 'drill' })

/** Plants canaries by the portal's own functions: in sessions, queued mails, jobs and addresses of the audit trail. */
async function plantCanaries(owner: Owner, userId: number, count: number, laidOpen: boolean): Promise<void> {
  const text = (n: number) => `${canary}-${n}-${randomToken().slice(0, 8)}`
  for (let n = 0; n < count; n++) {
    if (laidOpen) await owner`update users set name = ${text(n)} where id = ${userId}`
    else if (n % 3 === 0) {
      const row = { userId, method: 'password', factor: null, sellerId: null, address: text(n), agent: text(n) } as const
      await personTx(userId, async (tx) => {
        const sessionId = await insertSession(tx, { ...row, hash: tokenHash(randomToken()) })
        await audit(tx, { kind: 'person', userId, sessionId }, 'drill.canary', { address: text(n) })
      })
    } else {
      const mail: MailWanted = { kind: 'email-asked', to: `${text(n)}@drill.example`, locale: 'en', name: text(n), params: {} }
      const job = sealedJob('mail.send', mail)
      if (n % 3 === 1) await sendMail(job)
      else await batchTx((tx) => tx.sql`select jobs.enqueue('mail.send', ${tx.sql.json(job)}::json, null, interval '1 day')`)
    }
  }
}

async function plantSessions(owner: Owner, userId: number, count: number, place: Place): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  for (let at = 0; at < count; at += 1000) {
    const some = ids.slice(at, at + 1000)
    const clients = some.map((id) => seal(Buffer.from(plainOf(id)), place(id)).toString('hex'))
    await owner`
      insert into sessions (id, client, token_hash, user_id, method, idle, ends_at)
      select id, decode(client, 'hex'), sha256(id::text::bytea), ${userId}, 'password', '1 day', clock_timestamp() + interval '1 day'
      from unnest(${some}::text[]::uuid[], ${clients}::text[]) as s (id, client)`
  }
  return ids
}

/** Reads random values until it is stopped. @param without a secret that these readers do not have @returns stops and gives the counts */
function startReaders(owner: Owner, ids: readonly string[], count: number, place: Place, without: string | null) {
  let [going, reads, failedReads] = [true, 0, 0]
  const reader = async () => {
    while (going) {
      const id = ids[Math.floor(Math.random() * ids.length)] ?? ''
      const [row] = await owner<{ client: Buffer }[]>`select client from sessions where id = ${id}`
      reads++
      if (row && without) use(env().PORTAL_SECRET, undefined)
      if (!opens(row?.client, id, place)) failedReads++
      if (without) use(env().PORTAL_SECRET, without)
      await nextTurn()
    }
  }
  const all = Array.from({ length: count }, reader)
  return async () => {
    while (reads < count * 5) await nextTurn()
    going = false
    await Promise.all(all)
    return { reads, failedReads }
  }
}

function opens(sealed: Buffer | undefined, id: string, place: Place): boolean {
  try {
    return sealed !== undefined && open(sealed, place(id)).toString() === plainOf(id)
  } catch {
    return false
  }
}

async function readAll(owner: Owner, ids: readonly string[], place: Place) {
  let failedAfter = 0
  for (let at = 0; at < ids.length; at += 1000) {
    const rows = await owner<{ id: string; client: Buffer }[]>`
      select id, client from sessions where id = any(${ids.slice(at, at + 1000)}::text[]::uuid[])`
    failedAfter += rows.filter((row) => !opens(row.client, row.id, place)).length + Math.min(1000, ids.length - at) - rows.length
  }
  return { readAfter: ids.length, failedAfter }
}

/** Moves values to other rows, as an attacker with the database could, and reads them there, once by the query of the portal's page. */
async function move(owner: Owner, userId: number, ids: readonly string[], place: Place) {
  const few = ids.slice(0, 100)
  let openedElsewhere = 0
  for (const [n, id] of few.entries()) {
    const from = few[(n + 1) % few.length] ?? ''
    const [row] = await owner<[{ client: Buffer }]>`
      update sessions set client = (select client from sessions where id = ${from}) where id = ${id} returning client`
    try {
      open(row.client, place(id))
      openedElsewhere++
    } catch {} // expected: a value opens only in its own row
  }
  await owner`delete from sessions where user_id = ${userId} and id <> all(${few}::text[]::uuid[])`
  const shown = await personTx(userId, (tx) => selectSessions(tx, userId)).then(
    (lines) => lines.length,
    () => 0,
  )
  return { moved: few.length, openedElsewhere: openedElsewhere + shown }
}

/** Counts canaries in all rows as text, as a dump would hold them: in clear text, hex or base64. */
async function findInDump(superuserUrl: string): Promise<number> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} })
  const shifted = [0, 1, 2].map((n) =>
    Buffer.from(`${'x'.repeat(n)}${canary}`)
      .toString('base64')
      .slice(n ? n + 1 : 0, 8),
  )
  const looks = new RegExp([canary, Buffer.from(canary).toString('hex'), ...shifted].join('|'), 'g')
  try {
    let found = 0
    const tables = await sql<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`
    for (const { name } of tables) {
      await sql.unsafe<{ line: string }[]>(`select t::text as line from ${name} t`).cursor(1000, (rows) => {
        for (const { line } of rows) found += line.match(looks)?.length ?? 0
      })
    }
    return found
  } finally {
    await sql.end()
  }
}
