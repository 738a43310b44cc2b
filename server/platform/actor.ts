/** Who acts. A closed union: a new kind of actor is a compile error wherever it matters. */
export type Actor =
  | { kind: 'person'; userId: number; sessionId: string }
  | { kind: 'staff'; userId: number; sessionId: string; roles: readonly StaffRole[] }
  | { kind: 'marketplace'; marketplaceId: number; keyId: string }
  | { kind: 'job'; name: string }
  | { kind: 'nobody' }

export type SellerRole = 'owner' | 'manager' | 'finance' | 'viewer'
export type StaffRole = 'admin' | 'reviewer' | 'approver' | 'treasurer' | 'auditor'

declare const proven: unique symbol

/**
 * Proof that the caller may see this seller. Every store function that reads a seller's rows takes one, and only the two
 * gates below make one, so forgetting the check does not compile.
 */
export type SellerScope = {
  readonly sellerId: number
  readonly role: SellerRole
  readonly [proven]: true
}

/** The session gate's mint (server/people): call only after the membership row was read. */
export function scopeOfMember(sellerId: number, role: SellerRole): SellerScope {
  return { sellerId, role } as SellerScope
}

/** The key gate's mint (server/marketplace): call only after the seller was found under the key's marketplace. */
export function scopeOfMarketplace(sellerId: number): SellerScope {
  return { sellerId, role: 'viewer' } as SellerScope
}
