import { Refusal } from '#server/platform/errors.ts'
import { gateTx } from '#server/platform/tx.ts'
import { giveBack, take } from './store.ts'
import type { Counted } from './throttle.ts'

/**
 * Counts a try under each of these, in a transaction of its own that is committed before the try is judged.
 * @throws Refusal too_many_tries with the seconds to wait
 */
export async function throttleTry(counted: readonly Counted[]): Promise<void> {
  const seconds = await gateTx(async (tx) => {
    let longest = 0
    // In one order everywhere, so that two tries never wait for each other.
    for (const one of inOrder(counted)) longest = Math.max(longest, await take(tx, one))
    return longest
  })
  if (seconds > 0) throw new Refusal('too_many_tries', { seconds })
}

/** The try was right: it doesn't count, and what was counted against the person is forgotten. */
export async function throttleForgive(counted: readonly Counted[]): Promise<void> {
  await gateTx(async (tx) => {
    for (const one of inOrder(counted)) await giveBack(tx, one, one.limit !== 'address' && one.limit !== 'portal')
  })
}

const inOrder = (counted: readonly Counted[]) => counted.toSorted((a, b) => (a.limit < b.limit ? -1 : a.limit > b.limit ? 1 : 0))
