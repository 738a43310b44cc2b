import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { sameBytes } from '#server/platform/crypto.ts'

// Standard Webhooks (standardwebhooks.com, symmetric form v1), the same in both directions.

/** Seconds that a timestamp may be in the past or in the future (Standard Webhooks: five minutes). */
export const toleranceSeconds = 300

/** Every signature of the header is compared, so its length is limited. */
const maxHeader = 1000
const prefix = 'whsec_'

export type SignedMessage = {
  readonly id: string | null
  readonly timestamp: string | null
  readonly signature: string | null
  readonly body: Uint8Array
}

/** Why a signature was refused. */
export type SignatureFault = 'missing' | 'malformed' | 'too_old' | 'too_new' | 'wrong'

/** A new secret of 256 bits in the form that Standard Webhooks libraries take. */
export function newSecret(): string {
  return prefix + randomBytes(32).toString('base64')
}

/**
 * The key within `whsec_<base64>`.
 * @returns undefined where it is no base64 of 24 to 64 bytes (Standard Webhooks)
 */
export function secretBytes(secret: string): Buffer | undefined {
  const base64 = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === base64 ? bytes : undefined
}

/** A secret’s bytes as a key, made once for many signatures. */
export function signingKey(bytes: Uint8Array): KeyObject {
  return createSecretKey(bytes)
}

/** The value of `webhook-signature` for a message. */
export function sign(key: KeyObject, id: string, timestamp: string, body: Uint8Array): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`
}

/**
 * Whether one of the signatures is by one of the live secrets, in constant time for each pair.
 * @param now the portal's time in seconds
 * @returns undefined where it is, else why not
 */
export function verify(message: SignedMessage, keys: readonly KeyObject[], now: number): SignatureFault | undefined {
  const { id, timestamp, signature, body } = message
  if (!id || !timestamp || !signature) return 'missing'
  if (!/^[0-9]{1,12}$/.test(timestamp) || signature.length > maxHeader) return 'malformed'
  const age = now - Number(timestamp)
  if (age > toleranceSeconds) return 'too_old'
  if (age < -toleranceSeconds) return 'too_new'
  const sent = signature
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one))
  for (const key of keys) {
    // Compared as text: a lenient base64 decoder reads several texts as the same bytes.
    const expected = Buffer.from(sign(key, id, timestamp, body))
    if (sent.some((one) => sameBytes(one, expected))) return undefined
  }
  return 'wrong'
}
