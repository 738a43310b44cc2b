import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { currentKey, keyIdBytes, keysFor } from './crypto.ts'

const nonceBytes = 12
const tagBytes = 16

/** Of the first version, which named no key. */
const unnamed = 1
const version = 2

/** How many bytes a sealed value is longer than what is in it. */
export const sealBytes = 1 + keyIdBytes + nonceBytes + tagBytes

/**
 * Encrypts a secret that the database must keep and give back (AES-256-GCM, key derived from PORTAL_SECRET).
 * @param place where it is kept (sealed-places.ts): moved to another row or column, it does not open
 * @returns version byte, key id, nonce, tag, cipher text
 */
export function seal(plain: Uint8Array, place: string): Buffer {
  const { id, key } = currentKey('seal')
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
  // Put together once: a proof has megabytes.
  const pieces = [cipher.update(plain), cipher.final()]
  return Buffer.concat([Buffer.of(version), id, nonce, cipher.getAuthTag(), ...pieces])
}

/**
 * Opens what `seal` closed for the same place, under the current secret or the previous one.
 * @throws Error when it was changed, moved to another place, or closed under a secret that is not known
 */
export function open(sealed: Uint8Array, place: string): Buffer {
  const keys = keysFor('seal')
  if (sealed[0] === version && sealed.length >= sealBytes) {
    const id = sealed.subarray(1, 1 + keyIdBytes)
    const known = keys.find((one) => one.id.equals(id))
    if (!known) throw new Error(`not a sealed value under a known key: ${place}`)
    return decrypt(known.key, sealed.subarray(1 + keyIdBytes), place)
  }
  if (sealed[0] !== unnamed || sealed.length < 1 + nonceBytes + tagBytes) throw new Error(`not a sealed value: ${place}`)
  for (const { key } of keys.slice(1)) {
    try {
      return decrypt(key, sealed.subarray(1), place)
    } catch {} // not that key: the current one says why not
  }
  return decrypt(keys[0].key, sealed.subarray(1), place)
}

/** What a value begins with that was sealed under the current secret. */
export function currentPrefix(): Buffer {
  return Buffer.concat([Buffer.of(version), currentKey('seal').id])
}

function decrypt(key: Buffer, sealed: Uint8Array, place: string): Buffer {
  const nonce = sealed.subarray(0, nonceBytes)
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(place)).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()])
}
