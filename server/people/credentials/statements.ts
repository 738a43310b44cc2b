import type { Tx } from '#server/platform/tx.ts'
import { undoHours } from './store.ts'

/** Withdraws the open invitations that the person of the transaction made in the last `undoHours`; gives them. */
export async function withdrawRecentInvitations(tx: Tx): Promise<{ id: string; sellerId: number | null }[]> {
  return tx.sql<{ id: string; sellerId: number | null }[]>`select id, seller_id as "sellerId" from withdraw_made(${undoHours})`
}

/** Ends the memberships that came of the person's own invitations of the last `undoHours`; gives how many. */
export async function expelInvited(tx: Tx): Promise<number> {
  const [row] = await tx.sql<[{ gone: number }]>`select expel_invited(${undoHours}) as gone`
  return row.gone
}
