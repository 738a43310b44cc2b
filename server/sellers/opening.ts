/** What is known when somebody wants to open a store's funds account. */
export type OpeningFacts = {
  readonly owner: boolean
  readonly closed: boolean
  readonly opened: boolean
  /** By a link sent to it, or because the marketplace's own sign-on vouched for the person. */
  readonly emailConfirmed: boolean
  readonly secondFactor: boolean
}

export type OpeningReason =
  | 'already_open'
  | 'closed'
  | 'not_owner'
  | 'email_not_confirmed'
  | 'second_factor_missing'
  | 'terms_not_accepted'
  | 'terms_outdated'

/**
 * Why the account can't be opened yet, leaving the terms aside; the first thing to do comes first.
 * @returns null where only the terms are missing
 */
export function whyNotYet(facts: OpeningFacts): OpeningReason | null {
  if (facts.opened) return 'already_open'
  if (facts.closed) return 'closed'
  if (!facts.owner) return 'not_owner'
  if (!facts.emailConfirmed) return 'email_not_confirmed'
  if (!facts.secondFactor) return 'second_factor_missing'
  return null
}

/**
 * Whether the account may be opened with this acceptance.
 * @param accepted the version of the terms that was ticked, null where none was
 * @param current the version in force
 */
export function whyNotOpen(facts: OpeningFacts, accepted: string | null, current: string): OpeningReason | null {
  const reason = whyNotYet(facts)
  if (reason) return reason
  if (accepted === null) return 'terms_not_accepted'
  return accepted === current ? null : 'terms_outdated'
}
