import { randomUUID } from 'node:crypto'
import { and, eq, lt, ne, sql } from 'drizzle-orm'
import { challenges, devices, sessions } from '#db/schema/sessions.ts'
import { open, seal } from '#server/platform/seal.ts'
import { clientPlace } from '#server/platform/sealed-places.ts'
import type { Tx } from '#server/platform/tx.ts'
import { absoluteHours, type Factor, idleMinutes, type Method } from './session.ts'

const fromNow = (interval: string) => sql`clock_timestamp() + ${interval}::interval`

type Client = { address: string; agent: string }

export type NewSession = {
  hash: Buffer
  userId: number
  method: Method
  issuer?: string
  factor: Factor | null
  address: string
  agent: string
}

/** Writes a session with its time-outs; address and browser are sealed. */
export async function insertSession(tx: Tx, { hash, factor, address, agent, ...rest }: NewSession): Promise<string> {
  const id = randomUUID()
  const rows = await tx.db
    .insert(sessions)
    .values({
      id,
      ...rest,
      client: seal(Buffer.from(JSON.stringify({ address, agent } satisfies Client)), clientPlace(id)),
      tokenHash: hash,
      secondFactor: factor,
      secondFactorAt: factor && sql`clock_timestamp()`,
      idle: `${idleMinutes} minutes`,
      endsAt: fromNow(`${absoluteHours} hours`),
    })
    .returning({ id: sessions.id })
  const [row] = rows
  if (!row) throw new Error('the session was not written')
  return row.id
}

/** Sets a new token after the second factor; the same statement voids the old one. */
export async function raiseSession(tx: Tx, id: string, hash: Buffer, factor: Factor): Promise<boolean> {
  const raised = await tx.db
    .update(sessions)
    .set({ tokenHash: hash, secondFactor: factor, secondFactorAt: sql`clock_timestamp()`, wrongCodes: 0 })
    .where(eq(sessions.id, id))
    .returning({ id: sessions.id })
  return raised.length === 1
}

/** Counts a wrong code. @returns how many there were in this session */
export async function countWrongCode(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.db
    .update(sessions)
    .set({ wrongCodes: sql`${sessions.wrongCodes} + 1` })
    .where(eq(sessions.id, id))
    .returning({ wrong: sessions.wrongCodes })
  return row?.wrong ?? Number.POSITIVE_INFINITY
}

/** Ends one session of a person. */
export async function deleteSession(tx: Tx, userId: number, id: string): Promise<boolean> {
  const gone = await tx.db
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
    .returning({ id: sessions.id })
  return gone.length === 1
}

/** Ends all sessions of a person but one; gives how many. */
export async function deleteOtherSessions(tx: Tx, userId: number, keep: string | null): Promise<number> {
  const others = keep === null ? eq(sessions.userId, userId) : and(eq(sessions.userId, userId), ne(sessions.id, keep))
  const gone = await tx.db.delete(sessions).where(others).returning({ id: sessions.id })
  return gone.length
}

export type SessionLine = { id: string; agent: string; address: string; createdAt: Date; seenAt: Date }

/** Live sessions of a person, the newest used first. */
export async function selectSessions(tx: Tx, userId: number): Promise<SessionLine[]> {
  const rows = await tx.db
    .select({ id: sessions.id, client: sessions.client, createdAt: sessions.createdAt, seenAt: sessions.seenAt })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        sql`${sessions.endsAt} > clock_timestamp() and ${sessions.seenAt} + ${sessions.idle} > clock_timestamp()`,
      ),
    )
    .orderBy(sql`${sessions.seenAt} desc`)
    .limit(100)
  return rows.map(({ client, ...row }) => ({
    ...row,
    ...(client ? (JSON.parse(open(client, clientPlace(row.id)).toString()) as Client) : { address: '', agent: '' }),
  }))
}

export type Purpose = 'totp-enrol' | 'passkey-enrol' | 'passkey-use' | 'identity-link'

/** Stores a challenge of this session for ten minutes; replaces an earlier one of the same purpose. */
export async function putChallenge(tx: Tx, sessionId: string, purpose: Purpose, secret: Buffer): Promise<void> {
  const endsAt = fromNow('10 minutes')
  await tx.db
    .insert(challenges)
    .values({ sessionId, purpose, secret, endsAt })
    .onConflictDoUpdate({ target: [challenges.sessionId, challenges.purpose], set: { secret, endsAt } })
}

/** The session's challenge, while it is valid. */
export async function findChallenge(tx: Tx, sessionId: string, purpose: Purpose): Promise<Buffer | null> {
  const [row] = await tx.db
    .select({ secret: challenges.secret })
    .from(challenges)
    .where(and(eq(challenges.sessionId, sessionId), eq(challenges.purpose, purpose), sql`${challenges.endsAt} > clock_timestamp()`))
  return row?.secret ?? null
}

/** Deletes and returns a challenge, so that it is answered once. */
export async function takeChallenge(tx: Tx, sessionId: string, purpose: Purpose): Promise<Buffer | null> {
  const [row] = await tx.db
    .delete(challenges)
    .where(and(eq(challenges.sessionId, sessionId), eq(challenges.purpose, purpose)))
    .returning({ secret: challenges.secret, live: sql<boolean>`${challenges.endsAt} > clock_timestamp()` })
  return row?.live ? row.secret : null
}

/** Notes that a known browser was used; false where it is not one of this person's. */
export async function touchDevice(tx: Tx, userId: number, hash: Buffer): Promise<boolean> {
  const known = await tx.db
    .update(devices)
    .set({ usedAt: sql`clock_timestamp()` })
    .where(and(eq(devices.tokenHash, hash), eq(devices.userId, userId)))
    .returning({ userId: devices.userId })
  return known.length === 1
}

/** Makes a browser a known device; `first` where the account had none. */
export async function insertDevice(tx: Tx, userId: number, hash: Buffer): Promise<{ first: boolean }> {
  const [before] = await tx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(devices)
    .where(eq(devices.userId, userId))
  await tx.db.insert(devices).values({ userId, tokenHash: hash })
  return { first: before?.count === 0 }
}

/** Deletes an account's known devices, except one. */
export async function deleteDevices(tx: Tx, userId: number, keep: Buffer | null): Promise<void> {
  await tx.db
    .delete(devices)
    .where(keep === null ? eq(devices.userId, userId) : and(eq(devices.userId, userId), ne(devices.tokenHash, keep)))
}

/** Removes sessions that have timed out; gives how many. */
export async function deleteTimedOut(tx: Tx): Promise<number> {
  const isTimedOut = sql`${sessions.endsAt} <= clock_timestamp() or ${sessions.seenAt} + ${sessions.idle} <= clock_timestamp()`
  const gone = await tx.db.delete(sessions).where(isTimedOut).returning({ id: sessions.id })
  return gone.length
}

/** Deletes devices not seen for half a year. */
export async function sweepDevices(tx: Tx): Promise<void> {
  await tx.db.delete(devices).where(lt(devices.usedAt, sql`clock_timestamp() - interval '180 days'`))
}
