import { and, eq, gt, inArray, isNull, lte, ne, sql } from 'drizzle-orm'
import { clockNow, portalNow } from '#db/schema/columns.ts'
import { invitations, ownerReplacements } from '#db/schema/invitations.ts'
import { marketplaces } from '#db/schema/marketplace.ts'
import { members, staff, users } from '#db/schema/people.ts'
import { sellers } from '#db/schema/sellers.ts'
import type { StaffRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'
import { invitationDays } from '../invitations/store.ts'

/** A member of a marketplace's staff. */
export type StaffMember = { readonly userId: number; readonly email: string; readonly roles: readonly StaffRole[] }

/** A marketplace's member of staff by their address; null where there is none, or the person is disabled. */
export async function findStaff(tx: Tx, marketplaceId: number, email: string): Promise<StaffMember | null> {
  const [row] = await tx.db
    .select({ userId: users.id, email: users.email, roles: staff.roles })
    .from(users)
    .innerJoin(staff, eq(staff.userId, users.id))
    .where(and(eq(users.email, email), eq(staff.marketplaceId, marketplaceId), isNull(users.disabledAt)))
  return row ?? null
}

export type Proposal = {
  readonly id: string
  readonly sellerId: number
  readonly email: string
  readonly reason: string
  readonly madeBy: number
}

const isOpen = and(isNull(ownerReplacements.checkedAt), isNull(ownerReplacements.withdrawnAt))

/** Writes a proposal; null where one is open for the store. */
export async function insertProposal(tx: Tx, { sellerId, email, reason, madeBy }: Omit<Proposal, 'id'>): Promise<string | null> {
  await tx.db
    .update(ownerReplacements)
    .set({ withdrawnAt: clockNow })
    .where(and(eq(ownerReplacements.sellerId, sellerId), isOpen, lte(ownerReplacements.endsAt, clockNow)))
  const [row] = await tx.db
    .insert(ownerReplacements)
    .values({ sellerId, email, reason, madeBy })
    .onConflictDoNothing()
    .returning({ id: ownerReplacements.id })
  return row?.id ?? null
}

/** An open proposal with the marketplace of its store, held until the transaction ends. */
export async function lockProposal(tx: Tx, id: string): Promise<(Proposal & { readonly marketplaceId: number }) | null> {
  const { sellerId, email, reason, madeBy } = ownerReplacements
  const [row] = await tx.db
    .select({ id: ownerReplacements.id, sellerId, marketplaceId: sellers.marketplaceId, email, reason, madeBy })
    .from(ownerReplacements)
    .innerJoin(sellers, eq(sellers.id, sellerId))
    .where(and(eq(ownerReplacements.id, id), isOpen, gt(ownerReplacements.endsAt, clockNow)))
    .for('update', { of: ownerReplacements })
  return row ?? null
}

/** Notes who confirmed it. The database refuses the maker and the beneficiary. */
export async function updateChecked(tx: Tx, id: string, checkedBy: number): Promise<void> {
  await tx.db.update(ownerReplacements).set({ checkedBy, checkedAt: clockNow }).where(eq(ownerReplacements.id, id))
}

/** The store's name, or the marketplace's id of it where it has none. */
const title = sql<string>`coalesce(${sellers.name}, ${sellers.externalId})`

type Store = { readonly sellerId: number; readonly marketplaceId: number; readonly title: string }

/** The seller of a marketplace's own id. */
export async function findStoreByExternalId(tx: Tx, marketplace: string, externalId: string): Promise<Store | null> {
  const [row] = await tx.db
    .select({ sellerId: sellers.id, marketplaceId: sellers.marketplaceId, title })
    .from(sellers)
    .innerJoin(marketplaces, eq(marketplaces.id, sellers.marketplaceId))
    .where(and(eq(marketplaces.slug, marketplace), eq(sellers.externalId, externalId)))
  return row ?? null
}

export type FormerOwner = { readonly userId: number; readonly email: string; readonly name: string; readonly locale: Locale }

/** Deletes the memberships of all owners but the person of an address, and returns them. Triggers end their sessions of the store. */
export async function deleteOwners(tx: Tx, sellerId: number, but: string): Promise<FormerOwner[]> {
  const former = await tx.db
    .select({ userId: users.id, email: users.email, name: users.name, locale: users.locale })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.sellerId, sellerId), eq(members.role, 'owner'), ne(users.email, but)))
    .for('update', { of: members })
  const ids = former.map(({ userId }) => userId)
  await tx.db.delete(members).where(and(eq(members.sellerId, sellerId), inArray(members.userId, ids)))
  return former
}

/** Makes a member the owner; false where the address is no member's. */
export async function promote(tx: Tx, sellerId: number, email: string): Promise<boolean> {
  const ofAddress = tx.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), isNull(users.disabledAt)))
  const raised = await tx.db
    .update(members)
    .set({ role: 'owner', roleSince: portalNow })
    .where(and(eq(members.sellerId, sellerId), inArray(members.userId, ofAddress)))
    .returning({ userId: members.userId })
  return raised.length === 1
}

/** Withdraws every open invitation to the store. */
export async function withdrawOfStore(tx: Tx, sellerId: number): Promise<void> {
  await tx.db
    .update(invitations)
    .set({ withdrawnAt: clockNow })
    .where(and(eq(invitations.sellerId, sellerId), isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt)))
}

/** Invites the new owner, in the name of the confirming member of staff. */
export async function insertOwnerInvitation(
  tx: Tx,
  { sellerId, email, locale, invitedBy }: { sellerId: number; email: string; locale: Locale; invitedBy: number },
  hash: Buffer,
): Promise<void> {
  const endsAt = sql`clock_timestamp() + make_interval(days => ${invitationDays})`
  await tx.db.insert(invitations).values({ tokenHash: hash, sellerId, role: 'owner', email, locale, endsAt, invitedBy })
}

/** A store's name, and the language that the marketplace named for it. */
export async function storeFacts(tx: Tx, sellerId: number): Promise<{ title: string; locale: string | null }> {
  const [row] = await tx.db.select({ title, locale: sellers.locale }).from(sellers).where(eq(sellers.id, sellerId))
  if (!row) throw new Error(`there is no store ${sellerId}`)
  return row
}
