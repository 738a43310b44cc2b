import { and, eq, gt, gte, inArray, isNull, min, ne, notInArray, sql } from 'drizzle-orm'
import { clockNow, portalNow } from '#db/schema/columns.ts'
import { passkeys, recoveryCodes, totpFactors } from '#db/schema/factors.ts'
import { links, moneyFreezes } from '#db/schema/invitations.ts'
import { identities, members, users } from '#db/schema/people.ts'
import { actProofs, challenges, sessions } from '#db/schema/sessions.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Passkey } from '../factors/store.ts'

/** Hours for which a notice's link undoes a change. Invitations and recovery codes made within them are voided with it. */
export const undoHours = 72

/** A person's factors and connected sign-ons at one instant, as an undo link stores them; the app's secret is sealed. */
export type Factors = {
  readonly totp: { readonly secret: string; readonly lastCounter: number } | null
  readonly passkeys: readonly (Pick<Passkey, 'id' | 'counter' | 'transports' | 'label'> & { readonly publicKey: string })[]
  readonly identities: readonly string[]
}

/** Reads the factors, for an undo link. */
export async function readFactors(tx: Tx, userId: number): Promise<Factors> {
  const { secret, lastCounter } = totpFactors
  const { id, publicKey, counter, transports, label } = passkeys
  const [[app], keys, signOns] = await Promise.all([
    tx.db.select({ secret, lastCounter }).from(totpFactors).where(eq(totpFactors.userId, userId)),
    tx.db
      .select({ id, publicKey, counter, transports, label })
      .from(passkeys)
      .where(eq(passkeys.userId, userId))
      .orderBy(passkeys.createdAt),
    tx.db.select({ id: identities.id }).from(identities).where(eq(identities.userId, userId)),
  ])
  return {
    totp: app ? { ...app, secret: app.secret.toString('base64') } : null,
    passkeys: keys.map((key) => ({ ...key, publicKey: key.publicKey.toString('base64') })),
    identities: signOns.map((one) => one.id),
  }
}

/** Writes an undo link. Earlier ones stay: each restores the state of its own instant. */
export async function insertUndo(tx: Tx, link: { userId: number; email: string; was: Factors }, hash: Buffer): Promise<void> {
  const endsAt = sql`clock_timestamp() + make_interval(hours => ${undoHours})`
  // As text: the driver would write a JSON parameter as JSON once more.
  const was = sql`${JSON.stringify(link.was)}::text::jsonb`
  await tx.db.insert(links).values({ tokenHash: hash, kind: 'undo', userId: link.userId, email: link.email, endsAt, was })
}

export type Undo = { readonly email: string; readonly was: Factors }

/** Uses up an undo link, and the person's later ones, which would restore an intruder's state. Null where the link is not valid. */
export async function takeUndo(tx: Tx, userId: number, hash: Buffer): Promise<Undo | null> {
  const isOpen = [eq(links.userId, userId), eq(links.kind, 'undo'), isNull(links.usedAt)]
  const [link] = await tx.db
    .update(links)
    .set({ usedAt: clockNow })
    .where(and(eq(links.tokenHash, hash), ...isOpen, gt(links.endsAt, clockNow)))
    .returning({ email: links.email, was: links.was })
  if (!link) return null
  const madeAt = tx.db.select({ createdAt: links.createdAt }).from(links).where(eq(links.tokenHash, hash))
  await tx.db
    .update(links)
    .set({ usedAt: clockNow })
    .where(and(...isOpen, gte(links.createdAt, madeAt)))
  return { email: link.email, was: link.was as Factors }
}

/**
 * Restores the former factors: removes later ones and adds missing ones. A counter never goes back, so no code can be used twice.
 * Sign-ons connected later are removed too. Where there was no factor, the present ones stay: otherwise the mailbox of this link alone
 * would sign in.
 */
export async function restoreFactors(tx: Tx, userId: number, was: Factors): Promise<void> {
  await tx.db.delete(identities).where(and(eq(identities.userId, userId), notInArray(identities.id, [...was.identities])))
  if (was.totp === null && was.passkeys.length === 0) return
  const keep = was.passkeys.map((one) => one.id)
  await tx.db.delete(passkeys).where(and(eq(passkeys.userId, userId), notInArray(passkeys.id, keep)))
  for (const { publicKey, transports, ...one } of was.passkeys)
    await tx.db
      .insert(passkeys)
      .values({ ...one, userId, publicKey: Buffer.from(publicKey, 'base64'), transports: [...transports] })
      .onConflictDoNothing()
  if (was.totp === null) await tx.db.delete(totpFactors).where(eq(totpFactors.userId, userId))
  else await restoreTotp(tx, userId, was.totp)
}

/** Restores an authenticator app. If it is the present one, the newer counter stays. */
async function restoreTotp(tx: Tx, userId: number, was: NonNullable<Factors['totp']>): Promise<void> {
  const [secret, lastCounter] = [Buffer.from(was.secret, 'base64'), was.lastCounter]
  const newerCounter = sql`
    case when ${totpFactors.secret} = excluded.secret then greatest(${totpFactors.lastCounter}, excluded.last_counter) else excluded.last_counter end`
  await tx.db
    .insert(totpFactors)
    .values({ userId, secret, lastCounter })
    .onConflictDoUpdate({ target: totpFactors.userId, set: { secret, lastCounter: newerCounter } })
}

/** Removes the password; the person chooses a new one by a link. */
export async function clearPassword(tx: Tx, userId: number): Promise<void> {
  await tx.db.update(users).set({ passwordHash: null, passwordStandsAlone: false }).where(eq(users.id, userId))
}

/** Stamps the time of the change; withdrawals cool off after it. */
export async function stampChange(tx: Tx, userId: number): Promise<void> {
  await tx.db.update(users).set({ credentialsChangedAt: portalNow }).where(eq(users.id, userId))
}

/** Deletes links to choose a password or confirm an address. Undo links stay. */
export async function deleteRequestedLinks(tx: Tx, userId: number): Promise<void> {
  await tx.db.delete(links).where(and(eq(links.userId, userId), ne(links.kind, 'undo')))
}

/** Deletes the open challenges of the person's sessions: begun enrolments, pending connections of a sign-on, questions for a proof. */
export async function deleteChallenges(tx: Tx, userId: number): Promise<void> {
  const ofPerson = tx.db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, userId))
  await tx.db.delete(challenges).where(inArray(challenges.sessionId, ofPerson))
  await tx.db.update(actProofs).set({ act: null, nonce: null, endsAt: null }).where(eq(actProofs.userId, userId))
}

/** Voids recovery codes: all, or those made in the last `undoHours`, which may be an intruder's. */
export async function deleteRecoveryCodes(tx: Tx, userId: number, which: 'all' | 'new'): Promise<void> {
  const isNew = gt(recoveryCodes.createdAt, sql`clock_timestamp() - make_interval(hours => ${undoHours})`)
  await tx.db.delete(recoveryCodes).where(and(eq(recoveryCodes.userId, userId), which === 'new' ? isNew : undefined))
}

/** Freezes the money of the person and of the stores they belong to, where it isn't frozen already. */
export async function insertFreezes(tx: Tx, userId: number): Promise<void> {
  const stores = await tx.db.select({ sellerId: members.sellerId }).from(members).where(eq(members.userId, userId))
  await tx.db
    .insert(moneyFreezes)
    .values([{ userId, sellerId: null }, ...stores.map(({ sellerId }) => ({ userId, sellerId }))])
    .onConflictDoNothing()
}

/** When the money of the transaction's store was frozen; null where it is not. */
export async function frozenSince(tx: Tx, sellerId: number): Promise<Date | null> {
  const [row] = await tx.db
    .select({ at: min(moneyFreezes.frozenAt) })
    .from(moneyFreezes)
    .where(and(eq(moneyFreezes.sellerId, sellerId), isNull(moneyFreezes.liftedAt)))
    .prepare('frozen_since')
    .execute()
  return row?.at ?? null
}
