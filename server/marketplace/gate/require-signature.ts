import { Refused } from '../errors.ts'
import { type Access, renewed } from './key.ts'
import { type SignatureFault, type SignedMessage, tolerance, verify } from './signature.ts'

const why: Record<SignatureFault, string> = {
  missing: 'Send webhook-id, webhook-timestamp and webhook-signature.',
  malformed: 'webhook-timestamp is seconds since 1970, webhook-signature is `v1,<base64>`, several with a space between.',
  too_old: `webhook-timestamp is more than ${tolerance} seconds in the past.`,
  too_new: `webhook-timestamp is more than ${tolerance} seconds in the future.`,
  wrong: 'No signature is that of id.timestamp.body under a live secret of the marketplace. Sign the very bytes that you send.',
}

/**
 * The second gate of every write: the body is the marketplace's and of these minutes.
 * @throws Refused invalid_signature
 */
export async function requireSignature(headers: Headers, body: Uint8Array, access: Access): Promise<void> {
  const message = {
    id: headers.get('webhook-id'),
    timestamp: headers.get('webhook-timestamp'),
    signature: headers.get('webhook-signature'),
    body,
  }
  let fault = judge(message, access)
  if (fault === 'wrong') fault = judge(message, (await renewed(access)) ?? access)
  if (fault) throw new Refused('invalid_signature', why[fault])
}

const judge = (message: SignedMessage, { signingKeys, clockOffset }: Access) =>
  verify(message, signingKeys, Math.floor((performance.now() + clockOffset) / 1000))
