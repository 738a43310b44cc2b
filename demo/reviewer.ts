import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { scopeOfStaff, type StaffScope } from '#server/platform/actor.ts'

/** The demo's reviewer, who decides in its history. @throws Error where the marketplace has none */
export async function reviewerOf(owner: Sql, marketplaceId: number): Promise<StaffScope & { readonly name: string }> {
  const [reviewer] = await owner<{ userId: number; name: string; marketplace: string; timeZone: string }[]>`
    select u.id as "userId", u.name, m.name as marketplace, m.time_zone as "timeZone"
    from staff w join users u on u.id = w.user_id join marketplaces m on m.id = w.marketplace_id
    where w.marketplace_id = ${marketplaceId} and w.roles = array['reviewer']`
  if (!reviewer) throw new Error('the marketplace of the demo has no reviewer')
  return { ...scopeOfStaff(reviewer.userId, randomUUID(), { ...reviewer, roles: ['reviewer'], marketplaceId }), name: reviewer.name }
}
