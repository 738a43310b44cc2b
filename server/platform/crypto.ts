import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from './env.ts'

/** How many bytes name a key. */
export const keyIdBytes = 4

/** A key for one purpose, and the name by which what it made is known again. */
export type Key = { readonly id: Buffer; readonly key: Buffer }

const derived = new Map<string, Buffer>()

function derive(secret: string, purpose: string, bytes = 32): Buffer {
  const name = `${secret}\n${purpose}\n${bytes}`
  let key = derived.get(name)
  if (!key) derived.set(name, (key = Buffer.from(hkdfSync('sha256', secret, '', `seller-funds-portal/${purpose}`, bytes))))
  return key
}

/** Names a secret without telling anything of it. */
const idOf = (secret: string) => derive(secret, 'key-id', keyIdBytes)

const secrets = (): string[] => {
  const { PORTAL_SECRET, PORTAL_SECRET_PREVIOUS } = env()
  return PORTAL_SECRET_PREVIOUS && PORTAL_SECRET_PREVIOUS !== PORTAL_SECRET ? [PORTAL_SECRET, PORTAL_SECRET_PREVIOUS] : [PORTAL_SECRET]
}

/**
 * A key for one purpose, derived from PORTAL_SECRET (HKDF-SHA256, RFC 5869), so that an installation keeps one secret. What is made
 * with it is made anew under each secret.
 * @param purpose a fixed name; two purposes never share a key
 */
export function currentKey(purpose: string): Key {
  return keysFor(purpose)[0]
}

/** The keys for a purpose that still count, the current one first; two while the secret is being changed. */
export function keysFor(purpose: string): readonly [Key, ...Key[]] {
  const [current = '', ...others] = secrets()
  const keyOf = (secret: string): Key => ({ id: idOf(secret), key: derive(secret, purpose) })
  return [keyOf(current), ...others.map(keyOf)]
}

/** What every process must derive alike, also one that was started before the secret was changed: of the oldest secret that counts. */
export function sharedKey(purpose: string): Buffer {
  return derive(secrets().at(-1) ?? '', purpose)
}

/** An unguessable token of 256 bits, base64url. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 of a token, for storing what must be recognised but never read back. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Compares in constant time; false where the lengths differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
