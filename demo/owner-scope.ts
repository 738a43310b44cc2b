import { randomUUID } from 'node:crypto'
import { type MemberScope, scopeOfMember } from '#server/platform/actor.ts'

/** The scope of a store's owner, with a new session id that belongs to no browser. */
export function ownerScope(marketplaceId: number, of: { readonly sellerId: number; readonly userId: number }): MemberScope {
  return scopeOfMember({ sellerId: of.sellerId, marketplaceId, role: 'owner', userId: of.userId, sessionId: randomUUID() })
}
