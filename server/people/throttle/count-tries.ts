import { Refusal } from '#server/platform/errors.ts'
import { gateTx, type Tx } from '#server/platform/tx.ts'
import { countedTries, countTry, returnTry } from './store.ts'
import type { Counted } from './throttle.ts'

/** A network's first tries in an hour are not limited by the portal's total, which others may have used up. */
const newcomersTries = 2

/**
 * Counts a try under each of these, in a transaction of its own that is committed before the try is judged.
 * @returns those under which it was counted, for throttleForgive
 * @throws Refusal too_many_tries with the seconds to wait
 */
export async function throttleTry(counted: readonly Counted[]): Promise<Counted[]> {
  const { seconds, taken } = await gateTx(async (tx) => {
    const taken: Counted[] = []
    let seconds = 0
    // Always in the same order, so that two tries never deadlock.
    for (const one of inOrder(counted)) {
      if (one.limit === 'portal' && (await isNewcomer(tx, counted))) continue
      taken.push(one)
      seconds = Math.max(seconds, await countTry(tx, one))
    }
    return { seconds, taken }
  })
  if (seconds > 0) throw new Refusal('too_many_tries', { seconds })
  return taken
}

/** Called after the try was counted under its address. */
async function isNewcomer(tx: Tx, counted: readonly Counted[]): Promise<boolean> {
  const address = counted.find(({ limit }) => limit === 'address')
  return address !== undefined && (await countedTries(tx, address)) <= newcomersTries
}

/** Returns a right try, and clears the tries counted against the person. */
export async function throttleForgive(counted: readonly Counted[]): Promise<void> {
  await gateTx(async (tx) => {
    for (const one of inOrder(counted)) await returnTry(tx, one, one.limit !== 'address' && one.limit !== 'portal')
  })
}

const inOrder = (counted: readonly Counted[]) => counted.toSorted((a, b) => (a.limit < b.limit ? -1 : a.limit > b.limit ? 1 : 0))
