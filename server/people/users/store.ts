import { and, eq, isNull } from 'drizzle-orm'
import { clockNow } from '#db/schema/columns.ts'
import { users } from '#db/schema/people.ts'
import { errorCode } from '#server/platform/errors.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'

export type User = {
  id: number
  email: string
  name: string
  locale: Locale
  passwordHash: string | null
  passwordStandsAlone: boolean
  demo: boolean
}

const columns = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  passwordHash: users.passwordHash,
  passwordStandsAlone: users.passwordStandsAlone,
  demo: users.demo,
}

/** A person who may sign in; null where they were disabled. */
export async function findUser(tx: Tx, id: number): Promise<User | null> {
  const [user] = await tx.db
    .select(columns)
    .from(users)
    .where(and(eq(users.id, id), isNull(users.disabledAt)))
  return user ?? null
}

/** Locks a person's row until the transaction ends, so that changes of their factors are made one after another. */
export async function lockUser(tx: Tx, id: number): Promise<void> {
  await tx.db.select({ id: users.id }).from(users).where(eq(users.id, id)).for('update')
}

/** Stores the hash of a new password, and whether it may be the only factor. */
export async function updatePassword(tx: Tx, id: number, passwordHash: string, passwordStandsAlone: boolean): Promise<void> {
  await tx.db.update(users).set({ passwordHash, passwordStandsAlone }).where(eq(users.id, id))
}

/** Sets a confirmed address; false where another person has it, and the transaction has then failed. */
export async function updateEmail(tx: Tx, id: number, email: string): Promise<boolean> {
  try {
    await tx.db.update(users).set({ email, emailConfirmedAt: clockNow }).where(eq(users.id, id))
    return true
  } catch (error) {
    if (errorCode(error) === '23505') return false
    throw error
  }
}

/** Sets the language that pages and mails speak. */
export async function updateLocale(tx: Tx, id: number, locale: Locale): Promise<void> {
  await tx.db.update(users).set({ locale }).where(eq(users.id, id))
}

/** Remembers the store to which `/` leads. */
export async function updateLastStore(tx: Tx, id: number, lastSellerId: number): Promise<void> {
  await tx.db.update(users).set({ lastSellerId }).where(eq(users.id, id))
}
