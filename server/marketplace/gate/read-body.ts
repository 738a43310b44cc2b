import bodyLimits from '#server/platform/body-limits.json'
import { type BodyFault, BodyRefused, discardBody, readBody as readRaw } from '#server/platform/read-body.ts'
import { type ProblemCode, ApiProblem } from '../errors.ts'

/** Bytes; see also the OpenAPI document. */
export const maxBody = bodyLimits['/api/v1']
const timeoutMs = 30_000

const problemOf: Record<BodyFault, readonly [ProblemCode, string]> = {
  too_large: ['too_large', `The body exceeds ${maxBody} bytes (4 MiB). Send fewer events a request.`],
  too_slow: ['body_timeout', `The body did not arrive within ${timeoutMs / 1000} seconds.`],
  incomplete: ['body_incomplete', 'The connection closed before the end of the body.'],
  no_room: ['unavailable', 'The portal is handling too many bodies. Send the request again.'],
}

/**
 * Reads the raw bytes of a write, as they were signed.
 * @returns the bytes, and `release`, which frees their share of memory and must be called once
 * @throws ApiProblem unsupported_encoding, too_large, unavailable (no memory left), body_timeout, body_incomplete
 */
export async function readBody(request: Request): Promise<{ bytes: Uint8Array; release: () => void }> {
  if (!/^\s*(identity\s*)?$/i.test(request.headers.get('content-encoding') ?? '')) {
    discardBody(request)
    throw new ApiProblem('unsupported_encoding', 'Send the body without Content-Encoding, or with `identity`.')
  }
  try {
    return await readRaw(request, { maxBytes: maxBody, timeoutMs })
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw error
    const [code, detail] = problemOf[error.fault]
    throw new ApiProblem(code, detail, error.fault === 'no_room' ? { headers: { 'retry-after': '1' } } : {})
  }
}
