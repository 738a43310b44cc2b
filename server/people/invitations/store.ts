import { and, eq, isNull, sql } from 'drizzle-orm'
import { invitations } from '#db/schema/people.ts'
import type { SellerRole, SellerScope, StaffRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'

/** An invitation works this many days. */
export const invitationDays = 14

const ends = sql`clock_timestamp() + make_interval(days => ${invitationDays})`

/** To a store in a role, or to the staff with roles. */
export type Into = { sellerId: number; role: SellerRole } | { staffRoles: readonly StaffRole[] }

export type Invitation = { id: string; email: string; name: string; locale: Locale; into: Into }

type Row = Pick<typeof invitations.$inferSelect, 'id' | 'email' | 'name' | 'locale' | 'sellerId' | 'role' | 'staffRoles'>

const columns = {
  id: invitations.id,
  email: invitations.email,
  name: invitations.name,
  locale: invitations.locale,
  sellerId: invitations.sellerId,
  role: invitations.role,
  staffRoles: invitations.staffRoles,
}

function invitationOf({ sellerId, role, staffRoles, ...rest }: Row): Invitation {
  const into = sellerId !== null && role !== null ? { sellerId, role } : { staffRoles: (staffRoles ?? []) as StaffRole[] }
  return { ...rest, into }
}

const open = and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt))

/** Writes an invitation; null where one to this address is open already. */
export async function insertInvitation(tx: Tx, invitation: Omit<Invitation, 'id'>, tokenHash: Buffer): Promise<string | null> {
  const { into, ...rest } = invitation
  const [row] = await tx.db
    .insert(invitations)
    .values({
      ...rest,
      ...('sellerId' in into ? into : { staffRoles: [...into.staffRoles] }),
      tokenHash,
      endsAt: ends,
    })
    .onConflictDoNothing()
    .returning({ id: invitations.id })
  return row?.id ?? null
}

/** An open invitation by the hash of its newest token; `live` says whether it has not expired. */
export async function findInvitation(tx: Tx, tokenHash: Buffer): Promise<(Invitation & { live: boolean }) | null> {
  const [row] = await tx.db
    .select({ ...columns, live: sql<boolean>`${invitations.endsAt} > clock_timestamp()` })
    .from(invitations)
    .where(and(eq(invitations.tokenHash, tokenHash), open))
  return row ? { ...invitationOf(row), live: row.live } : null
}

/** Uses an invitation up; null where it was accepted, withdrawn, sent anew or has expired. Of two at once one gets it. */
export async function takeInvitation(tx: Tx, tokenHash: Buffer): Promise<Invitation | null> {
  const [row] = await tx.db
    .update(invitations)
    .set({ acceptedAt: sql`clock_timestamp()` })
    .where(and(eq(invitations.tokenHash, tokenHash), open, sql`${invitations.endsAt} > clock_timestamp()`))
    .returning(columns)
  return row ? invitationOf(row) : null
}

/** Notes who accepted. */
export async function updateAccepted(tx: Tx, id: string, acceptedBy: number): Promise<void> {
  await tx.db.update(invitations).set({ acceptedBy }).where(eq(invitations.id, id))
}

/** A new token and new days for an open invitation; the earlier link works no more. */
export async function renewInvitation(tx: Tx, id: string, tokenHash: Buffer): Promise<Invitation | null> {
  const [row] = await tx.db
    .update(invitations)
    .set({ tokenHash, endsAt: ends, sent: sql`${invitations.sent} + 1` })
    .where(and(eq(invitations.id, id), open))
    .returning(columns)
  return row ? invitationOf(row) : null
}

/** Withdraws an open invitation. */
export async function updateWithdrawn(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx.db
    .update(invitations)
    .set({ withdrawnAt: sql`clock_timestamp()` })
    .where(and(eq(invitations.id, id), open))
    .returning({ id: invitations.id })
  return gone.length === 1
}

/** Open invitations of stores that have nobody and have since named another address, or none. */
export async function selectOutdated(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select i.id from invitations i join sellers s on s.id = i.seller_id
    where i.role = 'owner' and i.accepted_at is null and i.withdrawn_at is null
      and (s.email is null or lower(s.email) <> i.email) and not exists (select from members m where m.seller_id = s.id)`
  return rows.map((row) => row.id)
}

export type Uninvited = { sellerId: number; email: string; locale: string | null }

/** Stores with an address, and neither a member nor an invitation to that address; pages by key. */
export async function selectUninvited(tx: Tx, after: number, limit: number): Promise<Uninvited[]> {
  return tx.sql<Uninvited[]>`
    select s.id as "sellerId", lower(s.email) as email, s.locale from sellers s
    where s.id > ${after} and s.email is not null and not s.closed
      and not exists (select from members m where m.seller_id = s.id)
      and not exists (select from invitations i where i.seller_id = s.id and i.email = lower(s.email))
    order by s.id limit ${limit}`
}

/** The name of a store that an invitation leads to. The invitation's holder may know it before they are a member. */
export async function storeName(tx: Tx, sellerId: number): Promise<string> {
  const [row] = await tx.sql<[{ name: string | null }?]>`select seller_title(${sellerId}) as name`
  return row?.name ?? ''
}

/** The open invitation of an address to the staff. */
export async function findOpenStaffInvitation(tx: Tx, email: string): Promise<string | null> {
  const [row] = await tx.db
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.email, email), isNull(invitations.sellerId), open))
  return row?.id ?? null
}

/** Somebody who has access to a store. */
export type Member = {
  readonly userId: number
  readonly name: string
  readonly email: string
  readonly role: SellerRole
  readonly since: Date
}

/** The people of the store that the transaction is scoped to, owners first. */
export async function selectMembers(tx: Tx): Promise<Member[]> {
  return tx.sql<Member[]>`
    select user_id as "userId", name, email, role, since from store_people() where role is not null
    order by array_position(array['owner', 'manager', 'finance', 'viewer'], role), since, user_id`
}

/** An invitation that waits for its reader, or has run out; `sent` counts its mails. */
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
  return tx.sql<OpenInvitation[]>`
    select id, email, role, sent, ends_at as "endsAt", ends_at > clock_timestamp() as live from invitations
    where seller_id = ${scope.sellerId} and accepted_at is null and withdrawn_at is null order by created_at desc, id`
}

/** Whether the invitation is an open one of this store. */
export async function isOpenInStore(tx: Tx, scope: SellerScope, id: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.id, id), eq(invitations.sellerId, scope.sellerId), open))
  return row !== undefined
}

/** Whether the address belongs to somebody who has access to the store already. */
export async function isMember(tx: Tx, scope: SellerScope, email: string): Promise<boolean> {
  const rows = await tx.sql`
    select from members m join users u on u.id = m.user_id where m.seller_id = ${scope.sellerId} and u.email = ${email}`
  return rows.length > 0
}
