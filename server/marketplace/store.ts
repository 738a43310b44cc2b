import { oneStatement, type Tx } from '#server/platform/tx.ts'

export type KeyRow = {
  readonly id: string
  readonly marketplaceId: number
  readonly scopes: readonly string[]
  readonly requestsPerMinute: number
  /** Sealed, newest first. */
  readonly secrets: readonly Uint8Array[]
  /** The database's time, epoch milliseconds. */
  readonly clock: number
}

/** The live key with this hash of its token, and its marketplace's live secrets. */
export async function loadKey(hash: Buffer): Promise<KeyRow | undefined> {
  const rows = await oneStatement(
    (sql) => sql<KeyRow[]>`
      select id, marketplace_id as "marketplaceId", scopes, requests_per_minute as "requestsPerMinute", secrets, clock from api_key(${hash})`,
  )
  return rows[0]
}

export type Marketplace = { readonly id: number; readonly slug: string; readonly name: string; readonly timeZone: string }

/** The marketplace of that slug. */
export async function findMarketplace(tx: Tx, slug: string): Promise<Marketplace | undefined> {
  const rows = await tx.sql<Marketplace[]>`select id, slug, name, time_zone as "timeZone" from marketplaces where slug = ${slug}`
  return rows[0]
}

/** Every marketplace, by slug. */
export async function listMarketplaces(tx: Tx): Promise<readonly Marketplace[]> {
  return tx.sql<Marketplace[]>`select id, slug, name, time_zone as "timeZone" from marketplaces order by slug`
}

/** @returns the id, or undefined where the slug is taken */
export async function insertMarketplace(tx: Tx, row: Omit<Marketplace, 'id'>): Promise<number | undefined> {
  const rows = await tx.sql<{ id: number }[]>`
    insert into marketplaces (slug, name, time_zone) values (${row.slug}, ${row.name}, ${row.timeZone})
    on conflict (slug) do nothing returning id`
  return rows[0]?.id
}

export type NewKey = {
  readonly id: string
  readonly marketplaceId: number
  readonly hash: Buffer
  readonly scopes: readonly string[]
  readonly label: string
  readonly requestsPerMinute: number
}

/** Keeps a new key, by the hash of its token. */
export async function insertKey(tx: Tx, key: NewKey): Promise<void> {
  await tx.sql`
    insert into api_keys (id, marketplace_id, token_hash, scopes, label, requests_per_minute)
    values (${key.id}, ${key.marketplaceId}, ${key.hash}, ${key.scopes}::text[], ${key.label}, ${key.requestsPerMinute})`
}

export type KeyListing = {
  readonly id: string
  readonly marketplaceId: number
  readonly scopes: readonly string[]
  readonly label: string
  readonly requestsPerMinute: number
  readonly createdAt: string
  readonly revokedAt: string | null
}

/** The keys of a marketplace, revoked ones too, oldest first. */
export async function listKeys(tx: Tx, marketplaceId: number): Promise<readonly KeyListing[]> {
  return tx.sql<KeyListing[]>`
    select id, marketplace_id as "marketplaceId", scopes, label, requests_per_minute as "requestsPerMinute",
      created_at::text as "createdAt", revoked_at::text as "revokedAt"
    from api_keys where marketplace_id = ${marketplaceId} order by created_at, id`
}

/** Locks a live key, so that two rotations of it do not both succeed. */
export async function lockKey(tx: Tx, id: string): Promise<KeyListing | undefined> {
  const rows = await tx.sql<KeyListing[]>`
    select id, marketplace_id as "marketplaceId", scopes, label, requests_per_minute as "requestsPerMinute",
      created_at::text as "createdAt", revoked_at::text as "revokedAt"
    from api_keys where id = ${id} and revoked_at is null for update`
  return rows[0]
}

/** @returns whether there was a live key of that id */
export async function revokeKey(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.sql`update api_keys set revoked_at = portal_now() where id = ${id} and revoked_at is null returning id`
  return rows.length === 1
}

export type SecretListing = { readonly id: number; readonly createdAt: string; readonly retiredAt: string | null }

/** The signing secrets of a marketplace, retired ones too, oldest first; what is secret stays where it is. */
export async function listSecrets(tx: Tx, marketplaceId: number): Promise<readonly SecretListing[]> {
  return tx.sql<SecretListing[]>`
    select id, created_at::text as "createdAt", retired_at::text as "retiredAt"
    from signing_secrets where marketplace_id = ${marketplaceId} order by id`
}

/** @returns the id, or undefined where two secrets are live already */
export async function insertSecret(tx: Tx, marketplaceId: number, cipher: Buffer): Promise<number | undefined> {
  const rows = await tx.sql<{ id: number }[]>`
    insert into signing_secrets (marketplace_id, slot, cipher)
    select ${marketplaceId}, slot, ${cipher} from (values (1), (2)) slots (slot)
    where not exists (select from signing_secrets s where s.marketplace_id = ${marketplaceId} and s.slot = slots.slot and s.retired_at is null)
    order by slot limit 1
    returning id`
  return rows[0]?.id
}

/** @returns the marketplace of the secret, or undefined where there is no live one of that id */
export async function retireSecret(tx: Tx, id: number): Promise<number | undefined> {
  const rows = await tx.sql<{ marketplaceId: number }[]>`
    update signing_secrets set retired_at = portal_now() where id = ${id} and retired_at is null returning marketplace_id as "marketplaceId"`
  return rows[0]?.marketplaceId
}

export type SellerRow = {
  readonly id: number
  readonly opened: boolean
  readonly closed: boolean
  /** The instant at which the day asked for ends in the seller's zone, epoch milliseconds; null where none was asked for. */
  readonly endOfDay: number | null
  readonly now: number
}

/**
 * A marketplace's seller by its own id, once its seller.upserted was booked.
 * @param day YYYY-MM-DD
 */
export async function findSeller(tx: Tx, marketplaceId: number, externalId: string, day: string | null): Promise<SellerRow | undefined> {
  const rows = await tx.sql<SellerRow[]>`
    select id, opened_at is not null as opened, closed,
      (extract(epoch from (${day}::date + 1)::timestamp at time zone time_zone) * 1000)::float8 as "endOfDay",
      (extract(epoch from portal_now()) * 1000)::float8 as now
    from sellers where marketplace_id = ${marketplaceId} and external_id = ${externalId} and upserted_at is not null`
  return rows[0]
}
