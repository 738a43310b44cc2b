import bodyLimits from '#server/platform/body-limits.json'
import { type BodyFault, BodyRefused, discardBody, readBody as readRaw } from '#server/platform/read-body.ts'
import { type ProblemCode, Refused } from '../errors.ts'

/** Marketplace contract. */
export const maxBody = bodyLimits['/api/v1']
const timeoutMs = 30_000

const problemOf: Record<BodyFault, readonly [ProblemCode, string]> = {
  too_large: ['too_large', `A body has at most ${maxBody} bytes (4 MiB). Send fewer events a call.`],
  too_slow: ['body_timeout', `The body did not arrive within ${timeoutMs / 1000} seconds.`],
  incomplete: ['body_incomplete', 'The body broke off before its end.'],
  no_room: ['unavailable', 'More is under way than can be answered in time. Send it again.'],
}

/**
 * Reads the raw bytes of a write, as they were signed.
 * @returns the bytes, and what gives back the room they take in memory, to be called once
 * @throws Refused unsupported_encoding, too_large, unavailable (no room), body_timeout, body_incomplete
 */
export async function readBody(request: Request): Promise<{ bytes: Uint8Array; release: () => void }> {
  if (!/^\s*(identity\s*)?$/i.test(request.headers.get('content-encoding') ?? '')) {
    discardBody(request)
    throw new Refused('unsupported_encoding', 'Send the body as it is: without Content-Encoding, or with `identity`.')
  }
  try {
    return await readRaw(request, { maxBytes: maxBody, timeoutMs })
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw error
    const [code, detail] = problemOf[error.fault]
    throw new Refused(code, detail, error.fault === 'no_room' ? { headers: { 'retry-after': '1' } } : {})
  }
}
