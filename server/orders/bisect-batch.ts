import { isPassing } from '#server/platform/errors.ts'

/** Events that a bug of ours kept from being booked; the cause is the error of the first. */
export class EventFailed extends Error {
  override name = 'EventFailed'
  constructor(
    readonly eventIds: readonly string[],
    cause: unknown,
  ) {
    super('events could not be booked', { cause })
  }
}

/** Enough to find a bug that fails every event. */
const maxReported = 3

/**
 * Books a batch that failed by a bug in halves, in order, and reports the events that fail by themselves.
 * @param failure why the batch failed as a whole
 * @param book books a batch, or fails as a whole
 * @throws EventFailed; a transient failure unchanged, since no event causes it
 */
export async function bisectBatch<Item, Result>(
  items: readonly Item[],
  failure: unknown,
  idOf: (item: Item) => string,
  book: (items: readonly Item[]) => Promise<Result[]>,
): Promise<Result[]> {
  const failed: string[] = []
  let first: unknown
  const bisect = async (some: readonly Item[], error: unknown): Promise<Result[]> => {
    if (isPassing(error)) throw error
    if (some.length === 1) {
      failed.push(idOf(some[0] as Item))
      first ??= error
      if (failed.length === maxReported) throw new EventFailed(failed, first)
      return []
    }
    const middle = Math.ceil(some.length / 2)
    const results: Result[] = []
    for (const half of [some.slice(0, middle), some.slice(middle)]) {
      results.push(...(await book(half).catch((reason: unknown) => bisect(half, reason))))
    }
    return results
  }
  const results = await bisect(items, failure)
  if (failed.length > 0) throw new EventFailed(failed, first)
  return results
}
