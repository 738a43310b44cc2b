/**
 * A refusal that a caller may expect: a closed code with parameters. The code determines the status, the sentence in each
 * language (messages: errors.<code>) and who must act. The parameters never hold account or document numbers.
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

/**
 * Codes that every room may use, each with its HTTP status. A room declares its own in its errors.ts and adds them to `RefusalCodes`;
 * server/api joins them.
 */
export const commonRefusals = {
  not_allowed: 403,
  not_found: 404,
  invalid_input: 422,
  unavailable: 503,
  outcome_unknown: 503,
} as const

/** The codes by the room that declares them. A room adds a line by `declare module '#server/platform/errors.ts'`. */
export interface RefusalCodes {
  platform: keyof typeof commonRefusals
}

export type RefusalCode = RefusalCodes[keyof RefusalCodes]

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

/** What is said of a fault that passes by itself: whether nothing was done, or nobody knows. Null for a bug. */
export function passingCode(error: unknown): 'unavailable' | 'outcome_unknown' | null {
  if (error instanceof UnknownOutcome) return 'outcome_unknown'
  return isPassing(error) ? 'unavailable' : null
}

/** Whether the same may work in a moment, without anybody mending anything. */
export function isPassing(error: unknown): boolean {
  return error instanceof UnknownOutcome || passing.test(errorCode(error))
}
