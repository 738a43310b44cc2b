import { createHmac, type KeyObject, randomBytes } from 'node:crypto'
import { currentKey, type Key, keysFor, sameBytes, tokenHash } from '#server/platform/crypto.ts'
import { open } from '#server/platform/seal.ts'
import { signingSecretPlace } from '#server/platform/sealed-places.ts'
import { ApiProblem } from '../errors.ts'
import { signingKey } from './signature.ts'
import { loadKey, type KeyRow } from '../statements.ts'

export const scopes = ['events:write', 'read'] as const
/** What a key allows. */
export type KeyScope = (typeof scopes)[number]

/** What a key may do, as long as it is cached. */
export type Access = {
  /** The token's hash, its key in the cache. */
  readonly hash: Buffer
  readonly keyId: string
  readonly marketplaceId: number
  readonly scopes: ReadonlySet<string>
  readonly requestsPerMinute: number
  /** The marketplace's live signing secrets, newest first; two while they are being changed. */
  readonly signingKeys: readonly KeyObject[]
  /** The database's time less this process's performance.now(), in milliseconds: signatures are timed by the database's clock. */
  readonly clockOffset: number
}

const prefix = 'sfp_'

/** How long a key's answer is cached: a revoked key is refused within this many milliseconds. */
export const keyCacheTtlMs = 1000
/** A signature that does not match may be made with a secret that was just added, so the key is read again, at most once in this many milliseconds. */
const keyRecheckMs = 5
const cacheMax = 10_000
const cache = new Map<string, { readonly since: number; readonly found: Promise<Access | null> }>()

/**
 * A new token: `sfp_`, 256 random bits, and a checksum that only this installation can make, so that guesses are refused
 * without asking the database.
 */
export function newToken(): string {
  const random = randomBytes(32).toString('base64url')
  return `${prefix}${random}_${checksum(random, currentKey('api-key'))}`
}

function checksum(random: string, { key }: Key): string {
  return createHmac('sha256', key).update(random).digest('base64url').slice(0, 8)
}

/**
 * Authenticates a call by its key and checks the scope.
 * @param header the value of Authorization
 * @throws ApiProblem not_authenticated (missing, malformed, unknown, revoked), out_of_scope
 */
export async function accessOf(header: string | null, scope: KeyScope): Promise<Access> {
  const token = /^Bearer +([A-Za-z0-9_-]{1,200})$/i.exec(header ?? '')?.[1]
  if (!token) throw unauthenticated('Send `Authorization: Bearer <key>`.')
  const access = await cachedAccess(tokenHash(token), keyCacheTtlMs, () => hasChecksum(token))
  if (!access) throw unauthenticated('The key is unknown or revoked.')
  if (!access.scopes.has(scope)) throw new ApiProblem('out_of_scope', `The key lacks the scope ${scope}.`)
  return access
}

const unauthenticated = (detail: string) =>
  new ApiProblem('not_authenticated', detail, { headers: { 'www-authenticate': 'Bearer realm="seller-funds-portal"' } })

function hasChecksum(token: string): boolean {
  const random = token.slice(prefix.length, -9)
  return keysFor('api-key').some((key) => sameBytes(Buffer.from(token), Buffer.from(`${prefix}${random}_${checksum(random, key)}`)))
}

/** The key read anew, for a call whose signature no cached secret matches. */
export function readAnew(access: Access): Promise<Access | null> {
  return cachedAccess(access.hash, keyRecheckMs)
}

/**
 * @param maxAgeMs how old a cached answer may be
 * @param isWellFormed whether the token's checksum is right; otherwise the database is not asked
 */
function cachedAccess(hash: Buffer, maxAgeMs: number, isWellFormed = () => true): Promise<Access | null> {
  const name = hash.toString('base64')
  const kept = cache.get(name)
  const since = performance.now()
  if (kept && since - kept.since < maxAgeMs) return kept.found
  if (!isWellFormed()) return Promise.resolve(null)
  if (cache.size >= cacheMax) cache.clear()
  const found = loadKey(hash).then((row) => (row ? accessFrom(row, hash) : null))
  cache.set(name, { since, found })
  found.catch(() => cache.delete(name))
  return found
}

function accessFrom(row: KeyRow, hash: Buffer): Access {
  return {
    hash,
    keyId: row.id,
    marketplaceId: row.marketplaceId,
    scopes: new Set(row.scopes),
    requestsPerMinute: row.requestsPerMinute,
    signingKeys: row.secrets.map((sealed) => signingKey(open(sealed, signingSecretPlace(row.marketplaceId)))),
    clockOffset: row.clock - performance.now(),
  }
}
