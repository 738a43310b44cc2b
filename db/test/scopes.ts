import { type MemberScope, scopeOfMember, type SellerRole } from '#server/platform/actor.ts'

/**
 * Makes a member's scope without a row in `members`.
 * @param of the marketplace, user and session, if they matter to the test
 */
export function memberScope(
  sellerId: number,
  role: SellerRole = 'viewer',
  of: Partial<Pick<MemberScope, 'marketplaceId' | 'userId' | 'sessionId'>> = {},
): MemberScope {
  return scopeOfMember({ sellerId, role, marketplaceId: 0, userId: 1, sessionId: '00000000-0000-4000-8000-000000000000', ...of })
}
