import { mayStaff, requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import { Refusal } from '#server/platform/errors.ts'
import { staffTx } from '#server/platform/tx.ts'
import type { Typed } from '../attempt.ts'
import { openTyped, type PageRow, pagesOfAttempt } from '../store.ts'
import { type DecideReason, isTaken, type TakeReason, whyNotDecide, whyNotTake } from './case.ts'
import * as statements from './statements.ts'

type Can<Reason> = { readonly ok: true } | { readonly ok: false; readonly reason: Reason }

/** A case with what was typed beside the pictures. Instants in epoch milliseconds. */
export type Case = Omit<statements.CaseRow, 'sellerId' | 'typed' | 'takenBy' | 'isOwn'> & {
  readonly asOf: number
  readonly typed: Typed
  readonly pages: readonly PageRow[]
  readonly earlier: readonly Pick<statements.CaseRow, 'id' | 'state' | 'type' | 'submittedAt' | 'decidedAt' | 'reasons' | 'remark'>[]
  /** Who works on it now: whoever reads, somebody else, or nobody. */
  readonly holder: 'reader' | 'other' | null
  readonly can: { readonly take: Can<TakeReason>; readonly decide: Can<Exclude<DecideReason, 'no_reason'>> }
}

/**
 * A case as reviewers work on it. What was typed of the document is read in full, so each reading leaves a line in the audit trail.
 * @throws Refusal not_found where the staff's marketplace has none such; not_allowed
 */
export async function readCase(scope: StaffScope, id: string): Promise<Case> {
  requireStaffPermission(scope, 'identity.read')
  return staffTx(scope, async (tx) => {
    const row = await statements.caseRow(tx, id, scope.userId)
    if (!row) throw new Refusal('not_found')
    const { sellerId, typed, takenBy, isOwn: _own, ...shown } = row
    const [at, pages, earlier] = [
      (await now(tx)).getTime(),
      await pagesOfAttempt(tx, sellerId, id),
      await statements.earlierCases(tx, sellerId, id),
    ]
    await audit(tx, staffActor(scope), 'identity.read', { attempt: id }, sellerId)
    const may = mayStaff(scope.roles, 'identity.decide')
    const can = <Reason>(reason: Reason | null): Can<Reason> => (reason === null ? { ok: true } : { ok: false, reason })
    return {
      ...shown,
      asOf: at,
      typed: openTyped(typed, sellerId, id),
      pages,
      earlier,
      holder: isTaken(row, at) ? (takenBy === scope.userId ? 'reader' : 'other') : null,
      can: { take: can(whyNotTake(row, scope.userId, may, at)), decide: can(whyNotDecide(row, scope.userId, may, at)) },
    }
  })
}
