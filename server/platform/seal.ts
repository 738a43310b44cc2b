import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { derivedKey } from './crypto.ts'

const version = 1
const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts a secret that the database must keep and give back (AES-256-GCM, key derived from PORTAL_SECRET).
 * @param place where it is kept, e.g. `signing_secrets/7`: moved to another row, it does not open
 * @returns version byte, nonce, tag, cipher text
 */
export function seal(plain: Uint8Array, place: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', derivedKey('seal'), nonce).setAAD(Buffer.from(place))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body])
}

/**
 * Opens what `seal` closed for the same place.
 * @throws Error when it was changed, moved to another place, or closed under another PORTAL_SECRET
 */
export function open(sealed: Uint8Array, place: string): Buffer {
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) throw new Error(`not a sealed value: ${place}`)
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', derivedKey('seal'), nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(place)).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)), decipher.final()])
}
