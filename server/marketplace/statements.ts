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

export type TakenRequests = {
  /** How many requests of the key's minute all processes have taken, these included. */
  readonly taken: number
  /** Milliseconds that the minute still runs. */
  readonly endsInMs: number
}

/** Takes requests of a key's minute for this process, whether or not its quota has as many. */
export async function takeRequests(keyId: string, wanted: number): Promise<TakenRequests> {
  const rows = await oneStatement(
    (sql) => sql<[TakenRequests]>`select taken, ends_in_ms as "endsInMs" from take_requests(${keyId}, ${wanted})`,
  )
  return rows[0]
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

export type SellerRow = {
  readonly id: number
  readonly opened: boolean
  readonly closed: boolean
  /** The instant at which the day asked for ends in the seller's zone, epoch milliseconds; null where none was asked for. */
  readonly endOfDay: number | null
  /** Whether that day is yet to come there. */
  readonly future: boolean
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
      coalesce(${day}::date > (portal_now() at time zone time_zone)::date, false) as future,
      (extract(epoch from portal_now()) * 1000)::float8 as now
    from sellers where marketplace_id = ${marketplaceId} and external_id = ${externalId} and upserted_at is not null`
  return rows[0]
}

/** The status of a seller's account. */
export function statusOf({ opened, closed }: { opened: boolean; closed: boolean }): 'unopened' | 'open' | 'closed' {
  return closed ? 'closed' : opened ? 'open' : 'unopened'
}
