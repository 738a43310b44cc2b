import { randomBytes } from 'node:crypto'
import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { ownerTx, type Tx } from '#server/platform/tx.ts'
import { newToken, type KeyScope, scopes } from '../gate/key.ts'
import { defaultRequestsPerMinute } from '../gate/limit.ts'
import { insertKey, listKeys, lockKey, type KeyListing, type NewKey, revokeKey } from '../store.ts'
import { marketplaceOf, CommandError, operator } from './operator.ts'

/** A key that was just made. The token is shown here and never again: only its hash is kept. */
export type MadeKey = { readonly id: string; readonly token: string }

export type KeyWish = { readonly scopes?: readonly KeyScope[]; readonly label?: string; readonly requestsPerMinute?: number }

/**
 * Creates a key of a marketplace.
 * @throws CommandError when there is no such marketplace
 */
export function createKey(slug: string, wish: KeyWish = {}): Promise<MadeKey> {
  return ownerTx(async (tx) => makeKey(tx, (await marketplaceOf(tx, slug)).id, wish))
}

/** `createKey` within a transaction of the owner. */
export function makeKey(tx: Tx, marketplaceId: number, wish: KeyWish): Promise<MadeKey> {
  return insert(tx, {
    marketplaceId,
    scopes: wish.scopes ?? scopes,
    label: wish.label ?? '',
    requestsPerMinute: wish.requestsPerMinute ?? defaultRequestsPerMinute,
  })
}

/**
 * Makes a second key with the same scopes, label and quota. The first one works until it is revoked, so that the backend
 * can change keys without a gap.
 * @throws CommandError when there is no live key of that id
 */
export function rotateKey(id: string): Promise<MadeKey> {
  return ownerTx(async (tx) => {
    const old = await lockKey(tx, id)
    if (!old) throw new CommandError(`no active key has the id ${id}`)
    return insert(tx, old)
  })
}

/**
 * Revokes a key: every process refuses it within a second.
 * @throws CommandError when there is no live key of that id
 */
export function endKey(id: string): Promise<void> {
  return ownerTx(async (tx) => {
    if (!(await endKeyIn(tx, id))) throw new CommandError(`no active key has the id ${id}`)
  })
}

/** `endKey` within a transaction of the owner; false where there is no live key of that id. */
export async function endKeyIn(tx: Tx, id: string): Promise<boolean> {
  if (!(await revokeKey(tx, id))) return false
  await audit(tx, operator, 'api_key.revoked', { key: id })
  return true
}

/** The keys of a marketplace, revoked ones too. */
export function keysOf(slug: string): Promise<readonly KeyListing[]> {
  return ownerTx(async (tx) => listKeys(tx, (await marketplaceOf(tx, slug)).id))
}

async function insert(tx: Tx, wish: Omit<NewKey, 'id' | 'hash'>): Promise<MadeKey> {
  const id = `key_${randomBytes(8).toString('hex')}`
  const token = newToken()
  const { marketplaceId, scopes, label, requestsPerMinute } = wish
  await insertKey(tx, { id, hash: tokenHash(token), marketplaceId, scopes, label, requestsPerMinute })
  await audit(tx, operator, 'api_key.created', { key: id, marketplace: marketplaceId, scopes: scopes.join(' ') })
  return { id, token }
}
