import type { SellerRole } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The result of a change: done, or the reason why not. */
export type MemberChange = 'done' | 'not_allowed' | 'not_found' | 'self' | 'last_owner'

/** Changes a member's role, or removes them (null), in the store of the transaction, by its person. The database checks again that they may. */
export async function changeMember(tx: Tx, userId: number, role: Exclude<SellerRole, 'owner'> | null): Promise<MemberChange> {
  const [row] = await tx.sql<[{ outcome: MemberChange }]>`select change_member(${userId}, ${role}) as outcome`
  return row.outcome
}

/** Name and address of a member of the transaction's store; null where there is no such member. */
export async function findMember(tx: Tx, userId: number): Promise<{ name: string; email: string } | null> {
  const [row] = await tx.sql<[{ name: string; email: string }?]>`
    select name, email from store_people() where user_id = ${userId} and role is not null`
  return row ?? null
}
