import { createHash, createHmac } from 'node:crypto'
import type { z } from 'zod'
import { sharedKey } from '#server/platform/crypto.ts'
import type { personActs, storeActs } from '../schema.ts'

export type ActOf<Schemas extends Record<string, z.ZodType>> = {
  [Verb in keyof Schemas]: { readonly verb: Verb; readonly content: z.output<Schemas[Verb]> }
}[keyof Schemas]

/**
 * One act for which a second factor is asked: a verb and its whole content, as the verb's schema in the room's schema.ts gives it. A proof
 * is good for this act and no other.
 */
export type PersonAct = ActOf<typeof personActs>

/** The same on a store, of which its scope says which. */
export type StoreAct = ActOf<typeof storeActs>

export type Act = PersonAct | StoreAct

/** Acts that one of the recovery codes may prove: they bring a lost factor back, and end everything else. */
const recoverable: ReadonlySet<Act['verb']> = new Set(['factor.totp', 'factor.passkey', 'factor.remove', 'recovery_codes.renew'])

/** Whether a recovery code may prove the act. */
export function isRecoverable({ verb }: Act): boolean {
  return recoverable.has(verb)
}

/**
 * The act's hash for one person, and for the store where it is about one: keyed, because its content may hold a new password. The
 * order of the content's fields doesn't matter.
 * @param who.sellerId null where the act is about the person alone
 */
export function actHash(who: { userId: number; sellerId: number | null }, { verb, content }: Act): Buffer {
  return createHmac('sha256', sharedKey('act'))
    .update(JSON.stringify([who.userId, who.sellerId, verb, inOrder(content)]))
    .digest()
}

/** A passkey's challenge for an act. Whoever changes the act afterwards has an answer to another challenge. */
export function actChallenge(nonce: Uint8Array, act: Uint8Array): Buffer {
  return createHash('sha256').update(nonce).update(act).digest()
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, one]) => [name, inOrder(one)])
}
