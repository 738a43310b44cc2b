import { createHash, createHmac } from 'node:crypto'
import type { z } from 'zod'
import { sharedKey } from '#server/platform/crypto.ts'
import type { personActs, storeActs } from '../schema.ts'

export type ActOf<Schemas extends Record<string, z.ZodType>> = {
  [Verb in keyof Schemas]: { readonly verb: Verb; readonly content: z.output<Schemas[Verb]> }
}[keyof Schemas]

/**
 * An act that needs a proof by a second factor: a verb and its whole content, according to its schema in schema.ts. A proof is valid for
 * this act only.
 */
export type PersonAct = ActOf<typeof personActs>

/** An act on a store, which a scope names. */
export type StoreAct = ActOf<typeof storeActs>

export type Act = PersonAct | StoreAct

/** Acts that a recovery code may prove: they replace a lost factor, and void every other way in. */
const recoverable: ReadonlySet<Act['verb']> = new Set(['factor.totp', 'factor.passkey', 'factor.remove', 'recovery_codes.renew'])

/** Whether a recovery code may prove the act. */
export function isRecoverable({ verb }: Act): boolean {
  return recoverable.has(verb)
}

/**
 * The keyed hash of an act, its person and its store: keyed, because the content may hold a new password. The order of the content's
 * fields doesn't matter.
 * @param who.sellerId null where the act is about the person alone
 */
export function actHash(who: { userId: number; sellerId: number | null }, { verb, content }: Act): Buffer {
  return createHmac('sha256', sharedKey('act'))
    .update(JSON.stringify([who.userId, who.sellerId, verb, inOrder(content)]))
    .digest()
}

/** A passkey's challenge, derived from the act: if the act is changed, the answer no longer fits. */
export function actChallenge(nonce: Uint8Array, act: Uint8Array): Buffer {
  return createHash('sha256').update(nonce).update(act).digest()
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, one]) => [name, inOrder(one)])
}
