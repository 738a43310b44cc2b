import { type SellerRole, sellerRoles, type StaffRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Invitation, invitationDays } from './store.ts'

type View = Omit<Invitation, 'into'> & { sellerId: number | null; role: SellerRole | null; staffRoles: StaffRole[] | null }

function invitationOf({ sellerId, role, staffRoles, ...rest }: View): Invitation {
  return { ...rest, into: sellerId !== null && role !== null ? { sellerId, role } : { staffRoles: staffRoles ?? [] } }
}

/** An open invitation by the hash of its newest token, asked as the gate. */
export async function findInvitation(tx: Tx, tokenHash: Buffer): Promise<Invitation | null> {
  const [row] = await tx.sql<[{ found: View | null }]>`select gate_invitation(${tokenHash}) as found`
  return row.found && invitationOf(row.found)
}

/** Renews the open invitation of an old token, asked as the gate: new token, new expiry; the earlier link no longer works. */
export async function renewByToken(tx: Tx, tokenHash: Buffer, next: Buffer): Promise<Invitation | null> {
  const [row] = await tx.sql<[{ found: View | null }]>`select gate_renew_invitation(${tokenHash}, ${next}, ${invitationDays}) as found`
  return row.found && invitationOf(row.found)
}

export type NewcomerRow = { name: string; passwordHash: string; standsAlone: boolean; locale: Locale }

/**
 * A new person accepts an invitation, asked as the gate: writes the person and their membership or roles. Of two concurrent calls one succeeds.
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

/** The person of the transaction accepts an invitation; null as above, `another` where it is for another address. */
export async function joinByToken(tx: Tx, tokenHash: Buffer): Promise<{ id: string; sellerId: number | null } | 'another' | null> {
  const [row] = await tx.sql<[{ made: { another?: true; id: string; sellerId: number | null } | null }]>`
    select join_by_invitation(${tokenHash}) as made`
  return row.made?.another ? 'another' : row.made
}

/** Invites the address that a store named as its owner, as a job; null where an invitation is open already or the store has a member. */
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

/** Renews an open invitation of the store whose owner acts: new token, new expiry; null where the store has no such invitation. */
export async function renewMemberInvitation(tx: Tx, id: string, tokenHash: Buffer): Promise<Invitation | null> {
  const [row] = await tx.sql<[{ found: View | null }]>`
    select renew_member_invitation(${id}, ${tokenHash}, ${invitationDays}) as found`
  return row.found && invitationOf(row.found)
}

/** Withdraws an open invitation of the store whose owner acts; false where the store has no such invitation. */
export async function updateMemberWithdrawn(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.sql<[{ done: boolean }]>`select withdraw_member_invitation(${id}) as done`
  return row.done
}

/** A person with access to a store. */
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
