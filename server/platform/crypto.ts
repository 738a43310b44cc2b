import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from './env.ts'

/**
 * A key for one purpose, derived from PORTAL_SECRET (HKDF-SHA256, RFC 5869), so that an installation keeps one secret.
 * @param purpose a fixed name; two purposes never share a key
 * @param bytes length of the key
 */
export function derivedKey(purpose: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', env().PORTAL_SECRET, '', `seller-funds-portal/${purpose}`, bytes))
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
