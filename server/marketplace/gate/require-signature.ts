import { ApiProblem } from '../errors.ts'
import { type Access, readAnew } from './key.ts'
import { type SignatureFault, type SignedMessage, toleranceSeconds, verify } from './signature.ts'

const details: Record<SignatureFault, string> = {
  missing: 'Send webhook-id, webhook-timestamp and webhook-signature.',
  malformed: 'webhook-timestamp must be seconds since 1970, and webhook-signature `v1,<base64>` (several are separated by a space).',
  too_old: `webhook-timestamp is more than ${toleranceSeconds} seconds in the past.`,
  too_new: `webhook-timestamp is more than ${toleranceSeconds} seconds in the future.`,
  wrong: 'No signature matches id.timestamp.body under an active secret of the marketplace. Sign the exact bytes that you send.',
}

/**
 * Requires that the marketplace signed the body, within the last five minutes.
 * @throws ApiProblem invalid_signature
 */
export async function requireSignature(headers: Headers, body: Uint8Array, access: Access): Promise<void> {
  const message = {
    id: headers.get('webhook-id'),
    timestamp: headers.get('webhook-timestamp'),
    signature: headers.get('webhook-signature'),
    body,
  }
  let fault = verifyMessage(message, access)
  if (fault === 'wrong') fault = verifyMessage(message, (await readAnew(access)) ?? access)
  if (fault) throw new ApiProblem('invalid_signature', details[fault])
}

const verifyMessage = (message: SignedMessage, { signingKeys, clockOffset }: Access) =>
  verify(message, signingKeys, Math.floor((performance.now() + clockOffset) / 1000))
