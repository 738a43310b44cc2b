import { createHmac, randomInt } from 'node:crypto'
import { currentKey, type Key, keysFor } from '#server/platform/crypto.ts'

/** How many codes a person gets at a time. */
export const recoveryCodes = 10

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Codes of 50 random bits, for paper: `ABCDE-FGHIJ`. */
export function newRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: recoveryCodes }, () => `${group()}-${group()}`)
}

/** What is kept of a code: the id of the key and a keyed hash, the person's own. Typed with or without the dash, in either case. */
export function recoveryCodeHash(userId: number, code: string): Buffer {
  const key = currentKey('recovery-code')
  return Buffer.concat([key.id, keyed(key, userId, code)])
}

/** What a code may be kept as: under each secret that counts, and as it was before hashes named their key. */
export function recoveryCodeHashes(userId: number, code: string): Buffer[] {
  return keysFor('recovery-code').flatMap((key) => {
    const hash = keyed(key, userId, code)
    return [Buffer.concat([key.id, hash]), hash]
  })
}

function keyed({ key }: Key, userId: number, code: string): Buffer {
  const plain = code.replaceAll(/[\s-]/g, '').toUpperCase()
  return createHmac('sha256', key).update(`${userId}\n${plain}`).digest()
}
