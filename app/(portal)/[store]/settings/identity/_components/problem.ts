/** Why a picture was not kept: identity.problems.<problem>. */
const problems = [
  'missing',
  'too_many',
  'too_large',
  'wrong_type',
  'unreadable',
  'store_full',
  'still_sending',
  'busy',
  'ended',
  'internal',
  'submitted',
  'verified',
  'not_begun',
  'not_needed',
  'not_allowed',
] as const

/** The reason that the address names, where it is one of ours. */
export function pictureProblem(named: string | string[] | undefined): (typeof problems)[number] | undefined {
  if (named === undefined) return undefined
  return problems.find((problem) => problem === named) ?? 'internal'
}
