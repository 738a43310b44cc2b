import { and, eq, isNull, sql } from 'drizzle-orm'
import { invitations } from '#db/schema/invitations.ts'
import { type SellerRole, sellerRoles, type SellerScope, type StaffRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'

/** An invitation works this many days. */
export const invitationDays = 14

const ends = sql`clock_timestamp() + make_interval(days => ${invitationDays})`

/** To a store in a role, or to the staff with roles. */
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

type View = Omit<Invitation, 'into'> & { sellerId: number | null; role: SellerRole | null; staffRoles: StaffRole[] | null }

function invitationOf({ sellerId, role, staffRoles, ...rest }: View): Invitation {
  return { ...rest, into: sellerId !== null && role !== null ? { sellerId, role } : { staffRoles: staffRoles ?? [] } }
}

/** An open invitation by the hash of its newest token, asked as the gate. */
export async function findInvitation(tx: Tx, tokenHash: Buffer): Promise<Invitation | null> {
  const [row] = await tx.sql<[{ found: View | null }]>`select gate_invitation(${tokenHash}) as found`
  return row.found && invitationOf(row.found)
}

/** A new token and new days for the open invitation of an old token, asked as the gate; the earlier link works no more. */
export async function renewByToken(tx: Tx, tokenHash: Buffer, next: Buffer): Promise<Invitation | null> {
  const [row] = await tx.sql<[{ found: View | null }]>`select gate_renew_invitation(${tokenHash}, ${next}, ${invitationDays}) as found`
  return row.found && invitationOf(row.found)
}

export type NewcomerRow = { name: string; passwordHash: string; standsAlone: boolean; locale: Locale }

/**
 * A new person takes an invitation up, asked as the gate: writes them and what they were promised. Of two at once one gets it.
 * @returns null where it was accepted, withdrawn, sent anew or has expired; `taken` where the address has a sign-in already
 */
export async function acceptByToken(
  tx: Tx,
  tokenHash: Buffer,
  { name, passwordHash, standsAlone, locale }: NewcomerRow,
): Promise<{ id: string; userId: number; sellerId: number | null } | 'taken' | null> {
  const [row] = await tx.sql<[{ made: { taken?: true; id: string; userId: number; sellerId: number | null } | null }]>`
    select gate_accept_invitation(${tokenHash}, ${name}, ${passwordHash}, ${standsAlone}, ${locale}) as made`
  return row.made?.taken ? 'taken' : row.made
}

/** The person of the transaction takes an invitation up; null as above, `another` where it is to somebody else's address. */
export async function joinByToken(tx: Tx, tokenHash: Buffer): Promise<{ id: string; sellerId: number | null } | 'another' | null> {
  const [row] = await tx.sql<[{ made: { another?: true; id: string; sellerId: number | null } | null }]>`
    select join_by_invitation(${tokenHash}) as made`
  return row.made?.another ? 'another' : row.made
}

/** Invites the address that a store named to own it, as a job; null where one is open already or the store has somebody. */
export async function insertSellerInvitation(
  tx: Tx,
  { sellerId, email, locale }: { sellerId: number; email: string; locale: Locale },
  tokenHash: Buffer,
): Promise<Invitation | null> {
  const [row] = await tx.sql<[{ made: View | null }]>`
    select invite_seller(${sellerId}, ${email}, ${locale}, ${tokenHash}, ${invitationDays}) as made`
  return row.made && invitationOf(row.made)
}

/** The owner who acts invites an address to the store of the transaction. */
export async function insertMemberInvitation(
  tx: Tx,
  { email, role, locale }: { email: string; role: SellerRole; locale: Locale },
  tokenHash: Buffer,
): Promise<Invitation | { refused: 'not_allowed' | 'already_member' | 'already_invited' }> {
  const [row] = await tx.sql<[{ made: View | { refused: 'not_allowed' | 'already_member' | 'already_invited' } }]>`
    select invite_member(${email}, ${role}, ${locale}, ${tokenHash}, ${invitationDays}) as made`
  return 'refused' in row.made ? row.made : invitationOf(row.made)
}

/** A new token and new days for an open invitation of the store whose owner acts; null where it has none such. */
export async function renewMemberInvitation(tx: Tx, id: string, tokenHash: Buffer): Promise<Invitation | null> {
  const [row] = await tx.sql<[{ found: View | null }]>`
    select renew_member_invitation(${id}, ${tokenHash}, ${invitationDays}) as found`
  return row.found && invitationOf(row.found)
}

/** Withdraws an open invitation of the store whose owner acts; false where it has none such. */
export async function updateMemberWithdrawn(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.sql<[{ done: boolean }]>`select withdraw_member_invitation(${id}) as done`
  return row.done
}

const open = and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt))

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

/** A new token and new days for the open invitation of an address to a marketplace's staff, as the owner of the database. */
export async function renewStaffInvitation(
  tx: Tx,
  { email, marketplaceId }: { email: string; marketplaceId: number },
  tokenHash: Buffer,
): Promise<string | null> {
  const [row] = await tx.db
    .update(invitations)
    .set({ tokenHash, endsAt: ends, sent: sql`${invitations.sent} + 1` })
    .where(and(eq(invitations.email, email), eq(invitations.marketplaceId, marketplaceId), open))
    .returning({ id: invitations.id })
  return row?.id ?? null
}

/** Withdraws an open invitation, as a job. */
export async function updateWithdrawn(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx.db
    .update(invitations)
    .set({ withdrawnAt: sql`clock_timestamp()` })
    .where(and(eq(invitations.id, id), open))
    .returning({ id: invitations.id })
  return gone.length === 1
}

/** Open invitations that the job made, of stores that have nobody and have since named another address, or none. */
export async function selectOutdated(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select i.id from invitations i join sellers s on s.id = i.seller_id
    where i.role = 'owner' and i.invited_by is null and i.accepted_at is null and i.withdrawn_at is null
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
    order by array_position(${[...sellerRoles]}::text[], role), since, user_id`
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
