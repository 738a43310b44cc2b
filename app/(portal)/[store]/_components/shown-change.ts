import type { Entry } from '#server/activity/index.ts'
import { isZero } from '#server/money/index.ts'

/** What a movement did to the balance, with its sign; money that moved elsewhere stands without one. As `Amount` takes it. */
export function shownChange({ change, amount }: Entry) {
  return isZero(change) ? ({ amount, signed: 'auto' } as const) : ({ amount: change, signed: 'always' } as const)
}
