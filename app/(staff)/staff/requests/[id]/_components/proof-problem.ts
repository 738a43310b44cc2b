const problems = ['not_found', 'ended'] as const

/** The sentence for a proof that could not be opened: one of its own, else one for all; null where the address says of none. */
export function proofProblemIn(said: unknown): (typeof problems)[number] | 'failed' | null {
  if (typeof said !== 'string') return null
  return problems.find((one) => one === said) ?? 'failed'
}
