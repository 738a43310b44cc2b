import { type MemberScope, scopeOfMember, type SellerRole } from '#server/platform/actor.ts'

/**
 * The scope of a member, without a row of theirs.
 * @param of whose: nobody's in particular and of no marketplace, where a test doesn't care
 */
export function memberScope(
  sellerId: number,
  role: SellerRole = 'viewer',
  of: Partial<Pick<MemberScope, 'marketplaceId' | 'userId' | 'sessionId'>> = {},
): MemberScope {
  return scopeOfMember({ sellerId, role, marketplaceId: 0, userId: 1, sessionId: '00000000-0000-4000-8000-000000000000', ...of })
}
