import { and, desc, eq } from 'drizzle-orm'
import { portalNow } from '#db/schema/columns.ts'
import { proposals } from '#db/schema/proposals.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Content } from './content.ts'
import type { Proposal } from './proposal.ts'
import type { ProposalPurpose, ProposalState } from './schema.ts'

/**
 * A proposal of the staff's marketplace as it stands now, locked until the transaction ends while it is open: of two people who end it at
 * once the second one waits and finds it ended. Null where there is none.
 */
export async function lockProposal(
  tx: Tx,
  { id, purpose, subject }: Pick<Proposal, 'id' | 'purpose' | 'subject'>,
): Promise<Proposal | null> {
  const isNamed = and(eq(proposals.id, id), eq(proposals.purpose, purpose), eq(proposals.subject, subject))
  await tx.db.select({ id: proposals.id }).from(proposals).where(isNamed).for('update')
  const [row] = await tx.db.select().from(proposals).where(isNamed)
  return row ? proposalOf(row) : null
}

/** The open proposal on a subject, locked, whether or not its time is over. */
export async function lockOpenProposal(tx: Tx, purpose: ProposalPurpose, subject: string): Promise<Proposal | null> {
  const [row] = await tx.db
    .select()
    .from(proposals)
    .where(and(eq(proposals.purpose, purpose), eq(proposals.subject, subject), eq(proposals.state, 'open')))
    .for('update')
  return row ? proposalOf(row) : null
}

/** Every proposal on a subject, the newest first. */
export async function proposalsOf(tx: Tx, purpose: ProposalPurpose, subject: string): Promise<Proposal[]> {
  const rows = await tx.db
    .select()
    .from(proposals)
    .where(and(eq(proposals.subject, subject), eq(proposals.purpose, purpose)))
    .orderBy(desc(proposals.madeAt), proposals.id)
    .prepare('proposals_of')
    .execute()
  return rows.map(proposalOf)
}

/** Ends a proposal that is locked and open. */
export async function updateEnded(
  tx: Tx,
  id: string,
  end: {
    readonly state: Exclude<ProposalState, 'open'>
    readonly checker?: { readonly id: number; readonly name: string } | null
    readonly remark?: string | null
  },
): Promise<void> {
  const { state, checker = null, remark = null } = end
  const ended = await tx.db
    .update(proposals)
    .set({ state, checker: checker?.id ?? null, checkerName: checker?.name ?? null, remark, endedAt: portalNow })
    .where(eq(proposals.id, id))
    .returning({ id: proposals.id })
  if (ended.length !== 1) throw new Error(`proposal ${id} was not open`)
}

function proposalOf(row: typeof proposals.$inferSelect): Proposal {
  return {
    id: row.id,
    purpose: row.purpose,
    subject: row.subject,
    content: JSON.parse(row.content) as Content,
    hash: row.contentHash.toString('hex'),
    maker: row.maker,
    makerName: row.makerName,
    madeAt: row.madeAt.getTime(),
    beneficiary: row.beneficiary,
    expiresAt: row.expiresAt.getTime(),
    state: row.state,
    checker: row.checker,
    checkerName: row.checkerName,
    remark: row.remark,
    endedAt: row.endedAt?.getTime() ?? null,
  }
}
