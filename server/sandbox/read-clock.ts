import { now } from '#server/platform/clock.ts'
import { personTx } from '#server/platform/tx.ts'
import { type DemoVisitor, inDemo } from './demo.ts'

/** What the demo's clock says; null for everybody whose clock can't be moved. */
export async function readClock(visitor: DemoVisitor): Promise<Date | null> {
  return inDemo(visitor) ? personTx(visitor.userId, now) : null
}
