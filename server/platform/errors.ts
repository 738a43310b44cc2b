/**
 * A refusal that a caller may expect: a closed code with parameters. The code gives the status, the sentence in each
 * language (messages: errors.<code>) and who must act; the parameters never hold account or document numbers.
 */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(code)
    this.name = 'Refusal'
  }
}

/** HTTP status of every refusal; a new code does not compile until it has one. */
export const refusalStatus = {
  not_signed_in: 401,
  second_factor_needed: 401,
  second_factor_stale: 401,
  wrong_credentials: 401,
  wrong_code: 401,
  not_allowed: 403,
  foreign_origin: 403,
  not_found: 404,
  link_expired: 410,
  account_not_open: 409,
  email_in_use: 409,
  link_sent: 409,
  last_factor: 409,
  already_member: 409,
  already_invited: 409,
  too_many_tries: 429,
  password_too_short: 422,
  password_too_long: 422,
  password_common: 422,
  password_personal: 422,
  invalid_input: 422,
  unavailable: 503,
} as const

export type RefusalCode = keyof typeof refusalStatus

/** The answer to COMMIT was lost: the transaction may or may not be booked. Ask again by key, never assume either. */
export class UnknownOutcome extends Error {
  override name = 'UnknownOutcome'
}
