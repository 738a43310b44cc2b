const problems = [
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
] as const

/** The reason that the address names, where it is one of ours. */
export function problemOf(named: string | string[] | undefined): (typeof problems)[number] | undefined {
  return problems.find((problem) => problem === named)
}
