import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { passkeys, recoveryCodes, totpFactors } from '#db/schema/factors.ts'
import type { Tx } from '#server/platform/tx.ts'

/** Which second factors a person has, and how many recovery codes are left. */
export async function factorsOf(tx: Tx, userId: number): Promise<{ totp: boolean; passkeys: number; recoveryCodes: number }> {
  const [apps, keys, codes] = await Promise.all([
    tx.db.$count(totpFactors, eq(totpFactors.userId, userId)),
    tx.db.$count(passkeys, eq(passkeys.userId, userId)),
    tx.db.$count(recoveryCodes, and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))),
  ])
  return { totp: apps > 0, passkeys: keys, recoveryCodes: codes }
}

/** The sealed secret of a person's authenticator app, and the newest step that was accepted. */
export async function findTotp(tx: Tx, userId: number): Promise<{ secret: Buffer; lastCounter: number } | null> {
  const [row] = await tx.db
    .select({ secret: totpFactors.secret, lastCounter: totpFactors.lastCounter })
    .from(totpFactors)
    .where(eq(totpFactors.userId, userId))
  return row ?? null
}

/** Enrols an authenticator app; a newer one replaces it. */
export async function putTotp(tx: Tx, userId: number, secret: Buffer, lastCounter: number): Promise<void> {
  await tx.db
    .insert(totpFactors)
    .values({ userId, secret, lastCounter })
    .onConflictDoUpdate({ target: totpFactors.userId, set: { secret, lastCounter, createdAt: sql`clock_timestamp()` } })
}

/** Accepts a step once: of two calls with the same code one gets true. */
export async function acceptStep(tx: Tx, userId: number, step: number): Promise<boolean> {
  const accepted = await tx.db
    .update(totpFactors)
    .set({ lastCounter: step })
    .where(and(eq(totpFactors.userId, userId), sql`${totpFactors.lastCounter} < ${step}`))
    .returning({ userId: totpFactors.userId })
  return accepted.length === 1
}

/** Removes the authenticator app. */
export async function deleteTotp(tx: Tx, userId: number): Promise<boolean> {
  const gone = await tx.db.delete(totpFactors).where(eq(totpFactors.userId, userId)).returning({ userId: totpFactors.userId })
  return gone.length === 1
}

export type Passkey = typeof passkeys.$inferSelect

/** A person's passkeys, the oldest first. */
export async function selectPasskeys(tx: Tx, userId: number): Promise<Passkey[]> {
  return tx.db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(passkeys.createdAt)
}

/** Writes a passkey; false where its id is taken. */
export async function insertPasskey(tx: Tx, passkey: Omit<Passkey, 'createdAt' | 'usedAt'>): Promise<boolean> {
  const made = await tx.db.insert(passkeys).values(passkey).onConflictDoNothing().returning({ id: passkeys.id })
  return made.length === 1
}

/** Notes that a passkey was used, and the authenticator's own counter. */
export async function touchPasskey(tx: Tx, id: string, counter: number): Promise<void> {
  await tx.db
    .update(passkeys)
    .set({ counter, usedAt: sql`clock_timestamp()` })
    .where(eq(passkeys.id, id))
}

/** Removes a passkey of a person. */
export async function deletePasskey(tx: Tx, userId: number, id: string): Promise<boolean> {
  const gone = await tx.db
    .delete(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
    .returning({ id: passkeys.id })
  return gone.length === 1
}

/** Writes a person's recovery codes; the earlier ones are void. */
export async function replaceRecoveryCodes(tx: Tx, userId: number, hashes: readonly Buffer[]): Promise<void> {
  await tx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await tx.db.insert(recoveryCodes).values(hashes.map((codeHash) => ({ userId, codeHash })))
}

/** Uses a code up; false where it is wrong or used. */
export async function takeRecoveryCode(tx: Tx, userId: number, codeHashes: readonly Buffer[]): Promise<boolean> {
  const used = await tx.db
    .update(recoveryCodes)
    .set({ usedAt: sql`clock_timestamp()` })
    .where(and(eq(recoveryCodes.userId, userId), inArray(recoveryCodes.codeHash, [...codeHashes]), isNull(recoveryCodes.usedAt)))
    .returning({ userId: recoveryCodes.userId })
  return used.length === 1
}
