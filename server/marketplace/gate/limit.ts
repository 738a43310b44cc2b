import type { Access } from './key.ts'
import { Refused } from '../errors.ts'

// Two locks against too much: a quota per key, so that one caller's runaway loop leaves the others alone, and a bound on what
// this process holds at once, so that it answers 503 in time instead of slowing down for everybody.

/**
 * What a new key may ask for in a minute. Twice what one process on two cores was measured to answer of single events
 * (bench events-single); operations set it per key with `npm run admin -- key create --rate`.
 */
export const defaultRequestsPerMinute = 1_200_000
const window = 60_000

/** Bodies under way, in bytes: 16 of the largest. Parsed, they take about five times that. */
const maxBytes = 64 * 1024 * 1024
const maxRequests = 2048
const retryAfter = { 'retry-after': '1' }

type Used = { since: number; requests: number }
const used = new Map<string, Used>()

/**
 * Counts a request against its key's quota, in fixed windows of a minute, per process.
 * @returns the headers that announce the quota (draft-ietf-httpapi-ratelimit-headers)
 * @throws Refused rate_limited
 */
export function takeQuota(access: Access, now = performance.now()): Record<string, string> {
  let mine = used.get(access.keyId)
  if (!mine || now - mine.since >= window) used.set(access.keyId, (mine = { since: now, requests: 0 }))
  mine.requests++
  const left = access.requestsPerMinute - mine.requests
  const seconds = Math.ceil((mine.since + window - now) / 1000)
  const headers = {
    'ratelimit-policy': `"requests";q=${access.requestsPerMinute};w=${window / 1000}`,
    ratelimit: `"requests";r=${Math.max(0, left)};t=${seconds}`,
  }
  if (left >= 0) return headers
  throw new Refused('rate_limited', `The key may ask ${access.requestsPerMinute} times in a minute.`, {
    headers: { ...headers, 'retry-after': String(seconds) },
  })
}

let [bytes, requests] = [0, 0]

/**
 * Makes room for a body.
 * @returns what gives the room back, to be called once
 * @throws Refused unavailable
 */
export function takeRoom(size: number): () => void {
  if (bytes + size > maxBytes || requests >= maxRequests)
    throw new Refused('unavailable', 'More is under way than can be answered in time. Send it again.', { headers: retryAfter })
  bytes += size
  requests++
  return () => {
    bytes -= size
    requests--
  }
}
