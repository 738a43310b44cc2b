import type { StaffScope } from '#server/platform/actor.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import * as statements from './statements.ts'

/**
 * Locks a case and loads it.
 * @throws Refusal not_found where the staff's marketplace has none such
 */
export async function lockCase(tx: Tx, scope: StaffScope, id: string): Promise<statements.CaseRow> {
  const row = (await statements.lockCase(tx, id)) ? await statements.caseRow(tx, id, scope.userId) : undefined
  if (!row) throw new Refusal('not_found')
  return row
}
