import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import type { StaffScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { pageOf } from '#server/platform/page.ts'
import { staffRead } from '#server/platform/tx.ts'
import type { CasesQuery } from './schema.ts'
import * as statements from './statements.ts'

/** A case in the queue. Instants in epoch milliseconds. */
export type QueuedCase = statements.QueueRow

export type CasePage = {
  readonly asOf: number
  readonly cases: readonly QueuedCase[]
  /** Cases to go on from; null at either end. */
  readonly previous: string | null
  readonly next: string | null
}

/** A page of the marketplace's identity cases, by key: what waits from the oldest on, what is decided from the newest on. */
export async function listCases(scope: StaffScope, query: CasesQuery): Promise<CasePage> {
  requireStaffPermission(scope, 'identity.read')
  return staffRead(scope, async (tx) => {
    const [at, rows] = await Promise.all([now(tx), statements.queue(tx, query, query.limit + 1)])
    const { shown: cases, ...ends } = pageOf(rows, query, ({ id }) => id)
    return { asOf: at.getTime(), cases, ...ends }
  })
}

/** How many cases wait, for the way to them. */
export async function countCases(scope: StaffScope): Promise<{ readonly open: number }> {
  requireStaffPermission(scope, 'identity.read')
  return staffRead(scope, statements.countOpen)
}
