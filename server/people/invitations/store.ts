import { and, desc, eq, gt, isNotNull, isNull, ne, notExists, or, sql } from 'drizzle-orm'
import { clockNow } from '#db/schema/columns.ts'
import { invitations } from '#db/schema/invitations.ts'
import { members } from '#db/schema/people.ts'
import { sellers } from '#db/schema/sellers.ts'
import type { SellerRole, SellerScope, StaffRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'

/** Days until an invitation expires. */
export const invitationDays = 14

const ends = sql`clock_timestamp() + make_interval(days => ${invitationDays})`

/** What the invitation is to: a role in a store, or roles in the staff. */
export type Into = { sellerId: number; role: SellerRole } | { staffRoles: readonly StaffRole[] }

/** `store` is its name, null for the staff; `live` says that it has not expired, `taken` that the address has a sign-in. */
export type Invitation = {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly locale: Locale
  readonly into: Into
  readonly store: string | null
  readonly live: boolean
  readonly taken: boolean
}

const isOpen = and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt))

/** Invites an address to the staff, as the owner of the database; null where an invitation to it is open already. */
export async function insertStaffInvitation(
  tx: Tx,
  { staffRoles, ...row }: { email: string; name: string; locale: Locale; staffRoles: readonly StaffRole[]; marketplaceId: number },
  tokenHash: Buffer,
): Promise<string | null> {
  const [made] = await tx.db
    .insert(invitations)
    .values({ ...row, staffRoles: [...staffRoles], tokenHash, endsAt: ends })
    .onConflictDoNothing()
    .returning({ id: invitations.id })
  return made?.id ?? null
}

/** Renews the open invitation of an address to a marketplace's staff, as the owner of the database: new token, new expiry. */
export async function renewStaffInvitation(
  tx: Tx,
  { email, marketplaceId }: { email: string; marketplaceId: number },
  tokenHash: Buffer,
): Promise<string | null> {
  const [row] = await tx.db
    .update(invitations)
    .set({ tokenHash, endsAt: ends, sent: sql`${invitations.sent} + 1` })
    .where(and(eq(invitations.email, email), eq(invitations.marketplaceId, marketplaceId), isOpen))
    .returning({ id: invitations.id })
  return row?.id ?? null
}

/** Withdraws an open invitation, as a job. */
export async function updateWithdrawn(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx.db
    .update(invitations)
    .set({ withdrawnAt: clockNow })
    .where(and(eq(invitations.id, id), isOpen))
    .returning({ id: invitations.id })
  return gone.length === 1
}

const hasNoMember = (tx: Tx) =>
  notExists(tx.db.select({ sellerId: members.sellerId }).from(members).where(eq(members.sellerId, sellers.id)))

/** Open invitations made by the job, of stores without a member that have since named another address, or none. */
export async function selectOutdated(tx: Tx): Promise<string[]> {
  const namesAnother = or(isNull(sellers.email), ne(sql`lower(${sellers.email})`, invitations.email))
  const rows = await tx.db
    .select({ id: invitations.id })
    .from(invitations)
    .innerJoin(sellers, eq(sellers.id, invitations.sellerId))
    .where(and(eq(invitations.role, 'owner'), isNull(invitations.invitedBy), isOpen, namesAnother, hasNoMember(tx)))
  return rows.map((row) => row.id)
}

export type Uninvited = { sellerId: number; email: string; locale: string | null }

/** Stores with an address, and neither a member nor an invitation to that address; pages by key. */
export async function selectUninvited(tx: Tx, after: number, limit: number): Promise<Uninvited[]> {
  const email = sql<string>`lower(${sellers.email})`
  const invitation = tx.db
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.sellerId, sellers.id), eq(invitations.email, email)))
  return tx.db
    .select({ sellerId: sellers.id, email, locale: sellers.locale })
    .from(sellers)
    .where(and(gt(sellers.id, after), isNotNull(sellers.email), eq(sellers.closed, false), hasNoMember(tx), notExists(invitation)))
    .orderBy(sellers.id)
    .limit(limit)
}

/** An invitation that was not accepted yet, or has expired; `sent` counts its mails. */
export type OpenInvitation = {
  readonly id: string
  readonly email: string
  readonly role: SellerRole
  readonly sent: number
  readonly endsAt: Date
  readonly live: boolean
}

/** A store's open invitations, the newest first. */
export async function selectOpen(tx: Tx, scope: SellerScope): Promise<OpenInvitation[]> {
  const { id, email, sent, endsAt } = invitations
  const live = sql<boolean>`${endsAt} > clock_timestamp()`
  // An invitation to a store has a role; one to the staff has none.
  const role = sql<SellerRole>`${invitations.role}`
  return tx.db
    .select({ id, email, role, sent, endsAt, live })
    .from(invitations)
    .where(and(eq(invitations.sellerId, scope.sellerId), isOpen))
    .orderBy(desc(invitations.createdAt), id)
    .prepare('open_invitations')
    .execute()
}
