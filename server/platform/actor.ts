/** Who acts. A closed union: a new kind of actor is a compile error wherever it matters. */
export type Actor =
  | { kind: 'person'; userId: number; sessionId: string | null } // null until they have one
  | { kind: 'staff'; userId: number; sessionId: string }
  | { kind: 'marketplace'; marketplaceId: number; keyId: string }
  | { kind: 'job'; name: string }
  | { kind: 'nobody' }

/** What a person may be in a store, the most powerful first. */
export const sellerRoles = ['owner', 'manager', 'finance', 'viewer'] as const
export type SellerRole = (typeof sellerRoles)[number]

/** What a person may be on a marketplace's staff. */
export const staffRoles = ['admin', 'reviewer', 'approver', 'treasurer', 'auditor'] as const
export type StaffRole = (typeof staffRoles)[number]

declare const proven: unique symbol

/**
 * Proof that the caller may see this seller. Every store function that reads a seller's rows takes one, and only the two
 * gates below make one, so forgetting the check does not compile.
 */
export type SellerScope = {
  readonly sellerId: number
  /** The marketplace on which the seller sells; it never changes. Keys of orders, lines and events are made of it. */
  readonly marketplaceId: number
  readonly role: SellerRole
  readonly [proven]: true
}

/** The scope of a member of the seller's, in a session. A verb that a person carries out takes one. */
export type MemberScope = SellerScope & { readonly userId: number; readonly sessionId: string }

/** A person's place on the staff: for which marketplace, and in which roles. */
export type StaffMembership = {
  readonly roles: readonly StaffRole[]
  readonly marketplaceId: number
  /** The marketplace's name, and the zone of its days. */
  readonly marketplace: string
  readonly timeZone: string
}

declare const isStaff: unique symbol

/**
 * Proof that the caller works for this marketplace, with both factors shown. What staff may read and do takes one, and only the session
 * gate makes it.
 */
export type StaffScope = StaffMembership & {
  readonly userId: number
  readonly sessionId: string
  readonly [isStaff]: true
}

/** The session gate's mint (server/people): call only after the row of staff was read, and both factors were proven. */
export function scopeOfStaff(userId: number, sessionId: string, membership: StaffMembership): StaffScope {
  return { ...membership, userId, sessionId } as StaffScope
}

/** The session gate's mint (server/people): call only after the membership row was read. */
export function scopeOfMember(member: Omit<MemberScope, typeof proven>): MemberScope {
  return member as MemberScope
}

/** The key gate's mint (server/marketplace): call only after the seller was found under the key's marketplace. */
export function scopeOfMarketplace(sellerId: number, marketplaceId: number): SellerScope {
  return { sellerId, marketplaceId, role: 'viewer' } as SellerScope
}

/** The staff's mint: call only after a row of the seller was found as staff, which row-level security keeps to their marketplace. */
export function scopeOfStaffSeller(sellerId: number, { marketplaceId }: StaffScope): SellerScope {
  return { sellerId, marketplaceId, role: 'viewer' } as SellerScope
}

/** A person as the actor of what they do: of a scope, or of a session. */
export function personActor({ userId, sessionId }: { readonly userId: number; readonly sessionId: string }): Actor {
  return { kind: 'person', userId, sessionId }
}

/** A member of staff as the actor of what they do. */
export function staffActor({ userId, sessionId }: StaffScope): Actor {
  return { kind: 'staff', userId, sessionId }
}
