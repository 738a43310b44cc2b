import { formatMinor } from '#server/money/index.ts'

/** An instant as it is written: RFC 3339 in UTC, with milliseconds. */
export function wireTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** An amount with its currency as it is written. */
export function wireMoney(minor: bigint, currency: string) {
  return { currency, amount: formatMinor(minor, currency) }
}
