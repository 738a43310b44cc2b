import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { portalNow } from '#db/schema/columns.ts'
import { apiKeys, marketplaces, signingSecrets } from '#db/schema/marketplace.ts'
import { sellers } from '#db/schema/sellers.ts'
import { currentKey } from '#server/platform/crypto.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { KeyScope } from './gate/key.ts'

export type Marketplace = { readonly id: number; readonly slug: string; readonly name: string; readonly timeZone: string }

const { id, slug, name, timeZone } = marketplaces
const marketplace = { id, slug, name, timeZone }

/** The marketplace of that slug. */
export async function findMarketplace(tx: Tx, slug: string): Promise<Marketplace | undefined> {
  const [row] = await tx.db.select(marketplace).from(marketplaces).where(eq(marketplaces.slug, slug))
  return row
}

/** Every marketplace, by slug. */
export async function listMarketplaces(tx: Tx): Promise<readonly Marketplace[]> {
  return tx.db.select(marketplace).from(marketplaces).orderBy(asc(marketplaces.slug))
}

/** @returns the id, or undefined where the slug is taken */
export async function insertMarketplace(tx: Tx, row: Omit<Marketplace, 'id'>): Promise<number | undefined> {
  const [made] = await tx.db
    .insert(marketplaces)
    .values(row)
    .onConflictDoNothing({ target: marketplaces.slug })
    .returning({ id: marketplaces.id })
  return made?.id
}

export type NewKey = {
  readonly id: string
  readonly marketplaceId: number
  readonly hash: Buffer
  readonly scopes: readonly KeyScope[]
  readonly label: string
  readonly requestsPerMinute: number
}

/** Keeps a new key, by the hash of its token. */
export async function insertKey(tx: Tx, { hash, scopes, ...key }: NewKey): Promise<void> {
  await tx.db.insert(apiKeys).values({ ...key, scopes: [...scopes], tokenHash: hash, checkKey: currentKey('api-key').id })
}

export type KeyListing = {
  readonly id: string
  readonly marketplaceId: number
  readonly scopes: readonly KeyScope[]
  readonly label: string
  readonly requestsPerMinute: number
  readonly createdAt: string
  readonly revokedAt: string | null
}

const keyListing = {
  id: apiKeys.id,
  marketplaceId: apiKeys.marketplaceId,
  scopes: apiKeys.scopes,
  label: apiKeys.label,
  requestsPerMinute: apiKeys.requestsPerMinute,
  createdAt: sql<string>`${apiKeys.createdAt}::text`,
  revokedAt: sql<string | null>`${apiKeys.revokedAt}::text`,
}

/** The keys of a marketplace, revoked ones too, oldest first. */
export async function listKeys(tx: Tx, marketplaceId: number): Promise<readonly KeyListing[]> {
  return tx.db.select(keyListing).from(apiKeys).where(eq(apiKeys.marketplaceId, marketplaceId)).orderBy(apiKeys.createdAt, apiKeys.id)
}

const live = (id: string) => and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt))

/** Locks a live key, so that two rotations of it do not both succeed. */
export async function lockKey(tx: Tx, id: string): Promise<KeyListing | undefined> {
  const [row] = await tx.db.select(keyListing).from(apiKeys).where(live(id)).for('update')
  return row
}

/** @returns whether there was a live key of that id */
export async function revokeKey(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.db.update(apiKeys).set({ revokedAt: portalNow }).where(live(id)).returning({ id: apiKeys.id })
  return rows.length === 1
}

export type SecretListing = { readonly id: number; readonly createdAt: string; readonly retiredAt: string | null }

/** The signing secrets of a marketplace, retired ones too, oldest first; what is secret stays where it is. */
export async function listSecrets(tx: Tx, marketplaceId: number): Promise<readonly SecretListing[]> {
  return tx.db
    .select({
      id: signingSecrets.id,
      createdAt: sql<string>`${signingSecrets.createdAt}::text`,
      retiredAt: sql<string | null>`${signingSecrets.retiredAt}::text`,
    })
    .from(signingSecrets)
    .where(eq(signingSecrets.marketplaceId, marketplaceId))
    .orderBy(signingSecrets.id)
}

/** @returns the marketplace of the secret, or undefined where there is no live one of that id */
export async function retireSecret(tx: Tx, id: number): Promise<number | undefined> {
  const [row] = await tx.db
    .update(signingSecrets)
    .set({ retiredAt: portalNow })
    .where(and(eq(signingSecrets.id, id), isNull(signingSecrets.retiredAt)))
    .returning({ marketplaceId: signingSecrets.marketplaceId })
  return row?.marketplaceId
}

export type ProfileRow = {
  readonly name: string
  readonly region: string
  readonly email: string | null
  readonly locale: string | null
  /** As the marketplace said it; the seller may have chosen another. */
  readonly timeZone: string | null
  /** occurred_at of the seller.upserted that won, epoch milliseconds. */
  readonly upsertedAt: number
  /** Its id; null where it was booked before ids were kept. */
  readonly upsertedBy: string | null
  readonly opened: boolean
  readonly closed: boolean
}

const profile = {
  name: sql<string>`${sellers.name}`,
  region: sql<string>`${sellers.region}`,
  email: sellers.email,
  locale: sellers.locale,
  timeZone: sellers.announcedTimeZone,
  upsertedAt: sql<number>`(extract(epoch from ${sellers.upsertedAt}) * 1000)::float8`,
  upsertedBy: sellers.upsertedBy,
  opened: sql<boolean>`${sellers.openedAt} is not null`,
  closed: sellers.closed,
}

/** What the newest seller.upserted said of a marketplace's seller. */
export async function findProfile(tx: Tx, marketplaceId: number, externalId: string): Promise<ProfileRow | undefined> {
  const named = [eq(sellers.marketplaceId, marketplaceId), eq(sellers.externalId, externalId), isNotNull(sellers.upsertedAt)]
  const [row] = await tx.db
    .select(profile)
    .from(sellers)
    .where(and(...named))
  return row
}
