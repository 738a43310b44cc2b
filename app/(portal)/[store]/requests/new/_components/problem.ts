/** Problems of the form itself: requests.problems.<problem>. */
const own = [
  'cancelled',
  'released',
  'held',
  'not_shipped',
  'nothing_pending',
  'already_asked',
  'missing',
  'too_many',
  'too_large',
  'wrong_type',
  'unreadable',
  'note_too_long',
  'still_sending',
  'busy',
  'store_full',
  'ended',
  'internal',
] as const

/** Refusals that any page may meet: errors.<code>. */
const general = ['foreign_origin', 'invalid_input', 'not_allowed', 'not_found', 'outcome_unknown', 'unavailable'] as const

export type OwnProblem = (typeof own)[number]
export type GeneralProblem = (typeof general)[number]

/** The reason that the address names, where it is one of ours. */
export function problemOf(named: string | string[] | undefined): OwnProblem | GeneralProblem | undefined {
  return own.find((problem) => problem === named) ?? generalProblemOf(named)
}

/** The same of a page without a form. */
export function generalProblemOf(named: string | string[] | undefined): GeneralProblem | undefined {
  return general.find((problem) => problem === named)
}

/** Whether it is one of the form itself. */
export function isOwn(problem: OwnProblem | GeneralProblem): problem is OwnProblem {
  return (own as readonly string[]).includes(problem)
}
