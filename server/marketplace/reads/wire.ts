import { formatMinor } from '#server/money/index.ts'

const first = Date.parse('0001-01-01T00:00:00.000Z')
const last = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * An instant as it is written: RFC 3339 in UTC, with milliseconds. An old event may have a time beyond the years that RFC 3339
 * can write; the first or last writable instant is shown instead.
 */
export function wireTime(ms: number): string {
  return new Date(Math.min(Math.max(ms, first), last)).toISOString()
}

/** An amount with its currency as it is written. */
export function wireMoney(minor: bigint, currency: string) {
  return { currency, amount: formatMinor(minor, currency) }
}
