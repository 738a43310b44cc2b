import { createHmac, randomInt } from 'node:crypto'
import { derivedKey } from '#server/platform/crypto.ts'

/** How many codes a person gets at a time. */
export const recoveryCodes = 10

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Codes of 50 random bits, for paper: `ABCDE-FGHIJ`. */
export function newRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: recoveryCodes }, () => `${group()}-${group()}`)
}

/** What is kept of a code: a keyed hash, the person's own. Typed with or without the dash, in either case. */
export function recoveryCodeHash(userId: number, code: string): Buffer {
  const plain = code.replaceAll(/[\s-]/g, '').toUpperCase()
  return createHmac('sha256', derivedKey('recovery-code')).update(`${userId}\n${plain}`).digest()
}
