import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import { enqueue } from '#server/platform/outbox.ts'
import { personTx } from '#server/platform/tx.ts'
import { type DemoVisitor, requireDemo } from './demo.ts'

/** One step of the demo's clock goes no farther: a quarter shows every margin coming back. */
export const farthestDays = 90

/**
 * Asks for the demo's clock to be moved forward. A job walks it there hour by hour while the demo's marketplace posts what falls
 * due, so that each thing is booked when it happens; pages that are open follow by themselves.
 * @param days whole days, 1 to farthestDays
 * @returns the instant that the clock will reach, epoch milliseconds
 * @throws Refusal not_found outside of the demo
 */
export async function moveClock(visitor: DemoVisitor, days: number): Promise<number> {
  requireDemo(visitor)
  return personTx(visitor.userId, async (tx) => {
    const to = (await now(tx)).getTime() + days * 86_400_000
    await enqueue(tx, 'demo.walk', { to })
    await audit(tx, personActor(visitor), 'clock.moved', { days })
    return to
  })
}
