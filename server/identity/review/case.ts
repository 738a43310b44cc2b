import type { Reasons } from '../schema.ts'

/** A case as deciding on it depends on it. Instants in epoch milliseconds. */
export type CaseFacts = {
  readonly state: 'submitted' | 'sent_back' | 'approved'
  /** The acting person is a member of the store, or began the attempt. */
  readonly isOwn: boolean
  readonly takenBy: number | null
  readonly takenUntil: number | null
}

export type TakeReason = 'not_allowed' | 'decided' | 'own_store' | 'taken'
export type DecideReason = TakeReason | 'not_taken' | 'no_reason'

/** Whether somebody has the case now: taking it lapses. @param at epoch milliseconds */
export function isTaken({ takenBy, takenUntil }: Pick<CaseFacts, 'takenBy' | 'takenUntil'>, at: number): boolean {
  return takenBy !== null && takenUntil !== null && at < takenUntil
}

/** Why somebody can't take a case, or take it for longer; null where they can. @param may whether their roles allow it */
export function whyNotTake(facts: CaseFacts, userId: number, may: boolean, at: number): TakeReason | null {
  if (facts.state !== 'submitted') return 'decided'
  if (!may) return 'not_allowed'
  if (facts.isOwn) return 'own_store'
  return isTaken(facts, at) && facts.takenBy !== userId ? 'taken' : null
}

/** Why somebody can't decide on a case; null where they can: they have taken it, and it is still theirs. */
export function whyNotDecide(facts: CaseFacts, userId: number, may: boolean, at: number): Exclude<DecideReason, 'no_reason'> | null {
  return whyNotTake(facts, userId, may, at) ?? (isTaken(facts, at) ? null : 'not_taken')
}

/** How many items a reviewer refused. */
export function countReasons({ fields, pages }: Reasons): number {
  return Object.keys(fields).length + Object.keys(pages).length
}
