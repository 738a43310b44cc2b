import type { StaffRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'
import { invitationDays } from '../invitations/store.ts'

/** A member of the marketplace's operations who may act. */
export type StaffMember = { readonly userId: number; readonly email: string; readonly roles: readonly StaffRole[] }

/** A marketplace's staff by their address; null where nobody has it, they work for another marketplace or none, or were disabled. */
export async function findStaff(tx: Tx, marketplaceId: number, email: string): Promise<StaffMember | null> {
  const [row] = await tx.sql<[StaffMember?]>`
    select u.id as "userId", u.email, s.roles from users u join staff s on s.user_id = u.id
    where u.email = ${email} and s.marketplace_id = ${marketplaceId} and u.disabled_at is null`
  return row ?? null
}

export type Proposal = {
  readonly id: string
  readonly sellerId: number
  readonly email: string
  readonly reason: string
  readonly madeBy: number
}

/** Writes a proposal; null where one is open for the store. */
export async function insertProposal(tx: Tx, { sellerId, email, reason, madeBy }: Omit<Proposal, 'id'>): Promise<string | null> {
  await tx.sql`
    update owner_replacements set withdrawn_at = clock_timestamp()
    where seller_id = ${sellerId} and checked_at is null and withdrawn_at is null and ends_at <= clock_timestamp()`
  const [row] = await tx.sql<[{ id: string }?]>`
    insert into owner_replacements (seller_id, email, reason, made_by) values (${sellerId}, ${email}, ${reason}, ${madeBy})
    on conflict do nothing returning id`
  return row?.id ?? null
}

/** An open proposal with the marketplace of its store, held until the transaction ends. */
export async function lockProposal(tx: Tx, id: string): Promise<(Proposal & { readonly marketplaceId: number }) | null> {
  const [row] = await tx.sql<[(Proposal & { marketplaceId: number })?]>`
    select p.id, p.seller_id as "sellerId", s.marketplace_id as "marketplaceId", p.email, p.reason, p.made_by as "madeBy"
    from owner_replacements p join sellers s on s.id = p.seller_id
    where p.id = ${id} and p.checked_at is null and p.withdrawn_at is null and p.ends_at > clock_timestamp() for update of p`
  return row ?? null
}

/** Notes who carried it out. The database refuses its maker, and whoever gains by it. */
export async function updateChecked(tx: Tx, id: string, checkedBy: number): Promise<void> {
  await tx.sql`update owner_replacements set checked_by = ${checkedBy}, checked_at = clock_timestamp() where id = ${id}`
}

type Store = { readonly sellerId: number; readonly marketplaceId: number; readonly title: string }

/** Our seller by a marketplace's own name for it. */
export async function findStore(tx: Tx, marketplace: string, externalId: string): Promise<Store | null> {
  const [row] = await tx.sql<[Store?]>`
    select s.id as "sellerId", s.marketplace_id as "marketplaceId", coalesce(s.name, s.external_id) as title from sellers s join marketplaces m on m.id = s.marketplace_id
    where m.slug = ${marketplace} and s.external_id = ${externalId}`
  return row ?? null
}

export type FormerOwner = { readonly userId: number; readonly email: string; readonly name: string; readonly locale: Locale }

/** Ends the ownership of everybody but the person of an address; gives whom. Their sessions of the store end with it. */
export async function deleteOwners(tx: Tx, sellerId: number, but: string): Promise<FormerOwner[]> {
  return tx.sql<FormerOwner[]>`
    delete from members m using users u
    where m.seller_id = ${sellerId} and m.role = 'owner' and u.id = m.user_id and u.email <> ${but}
    returning u.id as "userId", u.email, u.name, u.locale`
}

/** Makes a member the owner; false where the address is no member's. */
export async function promote(tx: Tx, sellerId: number, email: string): Promise<boolean> {
  const raised = await tx.sql`
    update members m set role = 'owner', role_since = portal_now() from users u
    where m.seller_id = ${sellerId} and u.id = m.user_id and u.email = ${email} and u.disabled_at is null returning 1`
  return raised.length === 1
}

/** Takes back every open invitation to the store: an owner who goes leaves none behind. */
export async function withdrawOfStore(tx: Tx, sellerId: number): Promise<void> {
  await tx.sql`
    update invitations set withdrawn_at = clock_timestamp() where seller_id = ${sellerId} and accepted_at is null and withdrawn_at is null`
}

/** Invites the new owner, as the member of staff who carried it out. */
export async function insertOwnerInvitation(
  tx: Tx,
  { sellerId, email, locale, invitedBy }: { sellerId: number; email: string; locale: Locale; invitedBy: number },
  hash: Buffer,
): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`
    insert into invitations (token_hash, seller_id, role, email, locale, ends_at, invited_by)
    values (${hash}, ${sellerId}, 'owner', ${email}, ${locale}, clock_timestamp() + make_interval(days => ${invitationDays}), ${invitedBy})
    returning id`
  return row.id
}

/** What a store is called, and the language that it named. */
export async function storeFacts(tx: Tx, sellerId: number): Promise<{ title: string; locale: string | null }> {
  const [row] = await tx.sql<[{ title: string; locale: string | null }]>`
    select coalesce(name, external_id) as title, locale from sellers where id = ${sellerId}`
  return row
}
