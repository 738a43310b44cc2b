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
  factor_missing: 409,
  wrong_credentials: 401,
  wrong_code: 401,
  not_allowed: 403,
  foreign_origin: 403,
  not_found: 404,
  link_expired: 410,
  account_not_open: 409,
  email_in_use: 409,
  link_sent: 409,
  owner_and_staff: 409,
  last_factor: 409,
  last_owner: 409,
  yourself: 409,
  wrong_new_code: 422,
  already_member: 409,
  already_invited: 409,
  too_large: 413,
  too_many_tries: 429,
  too_many_streams: 429,
  password_too_short: 422,
  password_too_long: 422,
  password_common: 422,
  password_personal: 422,
  invalid_input: 422,
  unavailable: 503,
  outcome_unknown: 503,
} as const

export type RefusalCode = keyof typeof refusalStatus

/** The answer to COMMIT was lost: the transaction may or may not be booked. Ask again by key, never assume either. */
export class UnknownOutcome extends Error {
  override name = 'UnknownOutcome'
}

/**
 * Codes of a Postgres that is out of reach, starting, being promoted (still read-only), full or too slow, and of the driver: lost
 * links, resources, operator, locks, conflicts that did not settle.
 */
const passing = /^(08|25006|40|53|57|55P03|CONNECT|ECONN|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH)/

/**
 * The code of an error: Postgres's (SQLSTATE), the driver's or Node's; that of the nearest cause where it has none itself, since drizzle
 * wraps what the database said. Empty where nobody gave a code.
 */
export function errorCode(error: unknown): string {
  const seen = new Set<unknown>()
  for (let at = error; typeof at === 'object' && at !== null && !seen.has(at);) {
    const { code, cause } = at as { code?: unknown; cause?: unknown }
    if (typeof code === 'string') return code
    seen.add(at)
    at = cause
  }
  return ''
}

/** Whether the same may work in a moment, without anybody mending anything. */
export function isPassing(error: unknown): boolean {
  return error instanceof UnknownOutcome || passing.test(errorCode(error))
}
