import { and, eq, isNull, sql } from 'drizzle-orm'
import { members, staff, users } from '#db/schema/people.ts'
import type { SellerRole, StaffRole } from '#server/platform/actor.ts'
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
  lastSellerId: number | null
}

const columns = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  passwordHash: users.passwordHash,
  passwordStandsAlone: users.passwordStandsAlone,
  demo: users.demo,
  lastSellerId: users.lastSellerId,
}

/** A person who may sign in, by address; null where there is none or they were disabled. */
export async function findUserByEmail(tx: Tx, email: string): Promise<User | null> {
  const [user] = await tx.db
    .select(columns)
    .from(users)
    .where(and(eq(users.email, email), isNull(users.disabledAt)))
  return user ?? null
}

/** Whom a job may write to at this address. */
export async function findAddressee(tx: Tx, email: string): Promise<Pick<User, 'id' | 'email' | 'name' | 'locale'> | null> {
  const [user] = await tx.db
    .select({ id: users.id, email: users.email, name: users.name, locale: users.locale })
    .from(users)
    .where(and(eq(users.email, email), isNull(users.disabledAt)))
  return user ?? null
}

/** A person who may sign in; null where they were disabled. */
export async function findUser(tx: Tx, id: number): Promise<User | null> {
  const [user] = await tx.db
    .select(columns)
    .from(users)
    .where(and(eq(users.id, id), isNull(users.disabledAt)))
  return user ?? null
}

/** Holds a person's row until the transaction ends, so that decisions over their factors are made one after another. */
export async function lockUser(tx: Tx, id: number): Promise<void> {
  await tx.sql`select from users where id = ${id} for update`
}

/** Whether an address has a row at all, also a disabled one. */
export async function isEmailTaken(tx: Tx, email: string): Promise<boolean> {
  const taken = await tx.db.select({ id: users.id }).from(users).where(eq(users.email, email))
  return taken.length > 0
}

export type NewUser = { email: string; emailConfirmed: boolean; name: string; locale: Locale; demo?: boolean }

/** Writes a person; the address must be free. */
export async function insertUser(tx: Tx, { emailConfirmed, ...user }: NewUser): Promise<number> {
  const [row] = await tx.db
    .insert(users)
    .values({ ...user, emailConfirmedAt: emailConfirmed ? sql`clock_timestamp()` : null })
    .returning({ id: users.id })
  if (!row) throw new Error('the person was not written')
  return row.id
}

/** Keeps the hash of a new password, and whether it may be the only factor. */
export async function updatePassword(tx: Tx, id: number, passwordHash: string, passwordStandsAlone: boolean): Promise<void> {
  await tx.db.update(users).set({ passwordHash, passwordStandsAlone }).where(eq(users.id, id))
}

/** Sets a confirmed address. */
export async function updateEmail(tx: Tx, id: number, email: string): Promise<void> {
  await tx.db
    .update(users)
    .set({ email, emailConfirmedAt: sql`clock_timestamp()` })
    .where(eq(users.id, id))
}

/** Sets the language that pages and mails speak. */
export async function updateLocale(tx: Tx, id: number, locale: Locale): Promise<void> {
  await tx.db.update(users).set({ locale }).where(eq(users.id, id))
}

/** Remembers the store for the next sign-in. */
export async function updateLastStore(tx: Tx, id: number, lastSellerId: number): Promise<void> {
  await tx.db.update(users).set({ lastSellerId }).where(eq(users.id, id))
}

/** Makes a person a member; a membership that exists keeps its role. */
export async function insertMember(tx: Tx, sellerId: number, userId: number, role: SellerRole): Promise<boolean> {
  const made = await tx.db.insert(members).values({ sellerId, userId, role }).onConflictDoNothing().returning({ role: members.role })
  return made.length === 1
}

/** Whether anybody owns the store. */
export async function hasOwner(tx: Tx, sellerId: number): Promise<boolean> {
  const owners = await tx.db
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.sellerId, sellerId), eq(members.role, 'owner')))
    .limit(1)
  return owners.length > 0
}

/** Makes a person staff, or changes their roles. */
export async function putStaff(tx: Tx, userId: number, roles: readonly StaffRole[]): Promise<void> {
  await tx.db
    .insert(staff)
    .values({ userId, roles: [...roles] })
    .onConflictDoUpdate({ target: staff.userId, set: { roles: [...roles] } })
}
