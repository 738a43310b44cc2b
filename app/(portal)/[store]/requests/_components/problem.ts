/** Problems of the form itself: requests.problems.<problem>. */
const ofForm = [
  'cancelled',
  'released',
  'held',
  'not_shipped',
  'nothing_pending',
  'already_asked',
  'missing',
  'too_many',
  'too_large',
  'too_large_cleaned',
  'wrong_type',
  'unreadable',
  'note_too_long',
  'still_sending',
  'busy',
  'store_full',
  'ended',
  'internal',
] as const

/** Problems that the list says: of a form that this person or store has no page for, and of a download: requests.listProblems.<problem>. */
const ofList = ['ask_not_allowed', 'order_not_found', 'not_found', 'ended', 'internal'] as const

/** Refusals that any page may meet: errors.<code>. */
const general = ['foreign_origin', 'invalid_input', 'not_allowed', 'outcome_unknown', 'unavailable'] as const

type GeneralProblem = (typeof general)[number]
type OwnFormProblem = (typeof ofForm)[number]
type OwnListProblem = (typeof ofList)[number]
export type FormProblem = OwnFormProblem | GeneralProblem
export type ListProblem = OwnListProblem | GeneralProblem

type Named = string | string[] | undefined

/** The problem in the address of the form's page; undefined where it names none that the form has a sentence for. */
export function formProblemOf(named: Named): FormProblem | undefined {
  return [...ofForm, ...general].find((problem) => problem === named)
}

/** The problem in the address of the list's page; undefined where it names none that the list has a sentence for. */
export function listProblemOf(named: Named): ListProblem | undefined {
  return [...ofList, ...general].find((problem) => problem === named)
}

/** Whether any page may meet it, so that its sentence is in `errors`. */
export function isGeneral(problem: FormProblem | ListProblem): problem is GeneralProblem {
  return (general as readonly string[]).includes(problem)
}
