import { formatMinor } from '#server/money/index.ts'
import { requireStaffPermission } from '#server/people/index.ts'
import type { StaffScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { pageOf } from '#server/platform/page.ts'
import { staffRead } from '#server/platform/tx.ts'
import type { QueueQuery } from './schema.ts'
import * as statements from './statements.ts'

/** A request in the queue. Instants in epoch milliseconds, the amount a decimal string. */
export type Queued = Omit<statements.QueueRow, 'pending'> & { readonly pending: string }

export type QueuePage = {
  readonly asOf: number
  readonly counts: { readonly open: number; readonly waiting: number }
  readonly requests: readonly Queued[]
  /** Requests to go on from; null at either end. */
  readonly previous: string | null
  readonly next: string | null
}

/** A page of the marketplace's requests for release, by key: what is undecided from the oldest on, what is decided from the newest on. */
export async function listQueue(scope: StaffScope, query: QueueQuery): Promise<QueuePage> {
  requireStaffPermission(scope, 'requests.read')
  const { place, limit } = query
  return staffRead(scope, async (tx) => {
    const [at, counts, rows] = await Promise.all([now(tx), statements.counts(tx), statements.queue(tx, query, limit + 1)])
    const back = place !== null && 'previous' in place
    const { shown, more } = pageOf(rows, limit, back)
    return {
      asOf: at.getTime(),
      counts,
      requests: shown.map(({ pending, ...row }) => ({ ...row, pending: formatMinor(pending, row.currency) })),
      previous: (back ? more : place !== null) ? (shown[0]?.id ?? null) : null,
      next: (back ? shown.length > 0 : more) ? (shown.at(-1)?.id ?? null) : null,
    }
  })
}

/** How many requests are undecided; for the way to them. */
export async function countQueue(scope: StaffScope): Promise<{ readonly open: number; readonly waiting: number }> {
  requireStaffPermission(scope, 'requests.read')
  return staffRead(scope, statements.counts)
}
