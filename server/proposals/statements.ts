import type { StaffScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { canonicalOf, hashOf } from './content.ts'
import type { NewProposal } from './proposal.ts'
import type { ProposalPurpose } from './schema.ts'

/** The open proposals of a purpose whose time is not over, as a table for a statement of another room. */
export function unexpiredProposals({ sql }: Tx, purpose: ProposalPurpose) {
  return sql`(select * from proposals where purpose = ${purpose} and state = 'open' and expires_at > portal_now())`
}

/**
 * Writes a proposal; null where another one on the same subject is open. As text: staff may write these columns alone, and drizzle names
 * all of them.
 */
export async function insertProposal(
  tx: Tx,
  scope: StaffScope,
  proposal: NewProposal & { readonly makerName: string; readonly expiresAt: number },
): Promise<string | null> {
  const [row] = await tx.sql<[{ id: string }?]>`
    insert into proposals (marketplace_id, purpose, subject, seller_id, content, content_hash, beneficiary, maker, maker_name, expires_at)
    values (${scope.marketplaceId}, ${proposal.purpose}, ${proposal.subject}, ${proposal.sellerId}, ${canonicalOf(proposal.content)},
      ${Buffer.from(hashOf(proposal.content), 'hex')}, ${proposal.beneficiary}, ${scope.userId}, ${proposal.makerName},
      to_timestamp(${proposal.expiresAt}::float8 / 1000))
    on conflict do nothing returning id`
  return row?.id ?? null
}
