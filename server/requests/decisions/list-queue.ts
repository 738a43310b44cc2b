import { formatMinor } from '#server/money/index.ts'
import type { StaffScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { pageOf } from '#server/platform/page.ts'
import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffRead } from '#server/platform/tx.ts'
import type { QueueQuery } from './schema.ts'
import * as statements from './statements.ts'

/** A request in the queue. Instants in epoch milliseconds. */
export type QueueEntry = Omit<statements.QueueRow, 'amount'> & {
  /** A decimal string: what was decided about, else what waits. */
  readonly amount: string
}

export type QueuePage = {
  readonly asOf: number
  readonly requests: readonly QueueEntry[]
  /** Requests to go on from; null at either end. */
  readonly previous: string | null
  readonly next: string | null
}

/** A page of the marketplace's requests for release, by key: what is undecided from the oldest on, what is decided from the newest on. */
export async function listQueue(scope: StaffScope, query: QueueQuery): Promise<QueuePage> {
  requireStaffPermission(scope, 'requests.read')
  const { limit } = query
  return staffRead(scope, async (tx) => {
    const [at, rows] = await Promise.all([now(tx), statements.queue(tx, query, limit + 1)])
    const { shown, ...ends } = pageOf(rows, query, ({ id }) => id)
    return {
      asOf: at.getTime(),
      requests: shown.map((row) => ({ ...row, amount: formatMinor(row.amount, row.currency) })),
      ...ends,
    }
  })
}

/** How many requests are undecided: without a proposal, and with one that waits for its second person. */
export type QueueCounts = { readonly open: number; readonly waiting: number }

/** Counts them, for the way to the queue. */
export async function countQueue(scope: StaffScope): Promise<QueueCounts> {
  requireStaffPermission(scope, 'requests.read')
  return staffRead(scope, statements.counts)
}
