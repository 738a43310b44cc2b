import type { Access } from './key.ts'
import { ApiProblem } from '../errors.ts'
import { takeRequests, type TakenRequests } from '../statements.ts'

/**
 * Requests a minute of a new key: 400 requests a second, four fifths of what one process on two cores was measured to answer
 * of single events (bench events-single), so that one caller's runaway loop leaves room for the others. The fastest way to post,
 * 500 events a request, needs 34 a second. Operators set it per key with `npm run admin -- key create --rate`.
 */
export const defaultRequestsPerMinute = 24_000

/** A process takes a hundredth of a quota at a time, so it asks the database a few times a second at most. */
const parts = 100

/** What this process took of a key's minute in advance. Times are those of performance.now(), in milliseconds. */
type Lease = { left: number; taken: number; endsAt: number; pending: Promise<void> | undefined }
const leases = new Map<string, Lease>()
const leasesMax = 10_000

/**
 * Counts a request against its key's quota, which all processes share: fixed windows of a minute of the database's clock.
 * @param take how requests are taken from the database
 * @returns the headers that announce the quota (draft-ietf-httpapi-ratelimit-headers); requests that other processes took in advance
 *   and have not used count as used
 * @throws ApiProblem rate_limited
 */
export async function takeQuota(access: Access, take = takeRequests): Promise<Record<string, string>> {
  const { keyId, requestsPerMinute: quota } = access
  for (;;) {
    const lease = leaseOf(keyId)
    const msLeft = lease.endsAt - performance.now()
    if (msLeft > 0 && lease.left > 0) {
      lease.left--
      return headersOf(quota, Math.max(0, quota - lease.taken) + lease.left, msLeft)
    }
    if (msLeft > 0 && lease.taken >= quota) throw rateLimited(quota, msLeft)
    // Concurrent requests wait for the same answer.
    await (lease.pending ??= renew(lease, keyId, quota, take).finally(() => (lease.pending = undefined)))
  }
}

function leaseOf(keyId: string): Lease {
  let lease = leases.get(keyId)
  if (!lease) {
    if (leases.size >= leasesMax) leases.clear()
    leases.set(keyId, (lease = { left: 0, taken: 0, endsAt: 0, pending: undefined }))
  }
  return lease
}

async function renew(lease: Lease, keyId: string, quota: number, take: (keyId: string, wanted: number) => Promise<TakenRequests>) {
  const wanted = Math.ceil(quota / parts)
  const { taken, endsInMs } = await take(keyId, wanted)
  lease.taken = taken
  lease.left = Math.max(0, Math.min(wanted, quota - (taken - wanted)))
  lease.endsAt = performance.now() + endsInMs
}

function headersOf(quota: number, left: number, msLeft: number): Record<string, string> {
  return { 'ratelimit-policy': `"requests";q=${quota};w=60`, ratelimit: `"requests";r=${left};t=${Math.ceil(msLeft / 1000)}` }
}

function rateLimited(quota: number, msLeft: number): ApiProblem {
  const retryAfter = String(Math.max(1, Math.ceil(msLeft / 1000)))
  return new ApiProblem('rate_limited', `The key may make ${quota} requests a minute.`, {
    headers: { ...headersOf(quota, 0, msLeft), 'retry-after': retryAfter },
  })
}
