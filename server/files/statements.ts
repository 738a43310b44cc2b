import { advisoryLocks } from '#db/advisory-locks.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { policyIn } from '#server/policies/index.ts'
import type { MediaType, Purpose } from './schema.ts'

/** Whether so many more bytes fit a store's quota, which is locked until the transaction ends. @param quota name of the policy */
export async function fitsQuota(tx: Tx, scope: SellerScope, purpose: Purpose, quota: string, bytes: number): Promise<boolean> {
  await tx.sql`select pg_advisory_xact_lock(${advisoryLocks.fileQuota}, ${scope.sellerId})`
  const [row] = await tx.sql<[{ fits: boolean | null }]>`
    select (select coalesce(sum(size), 0) from files where seller_id = ${scope.sellerId} and purpose = ${purpose} and removed_at is null) + ${bytes}
      <= ${policyIn(tx, quota)} as fits`
  return row.fits ?? true
}

type NewFile = {
  readonly id: string
  readonly purpose: Purpose
  readonly type: MediaType
  readonly size: number
  readonly sha256: Buffer
  readonly sealed: Buffer
}

/** Writes a file. As base64: the driver would send megabytes of hex, and hold them several times over. */
export async function insertFile(tx: Tx, scope: SellerScope, { id, purpose, type, size, sha256, sealed }: NewFile): Promise<void> {
  await tx.sql`
    insert into files (seller_id, id, purpose, media_type, size, sha256, sealed)
    values (${scope.sellerId}, ${id}, ${purpose}, ${type}, ${size}, ${sha256}, decode(${sealed.toString('base64')}, 'base64'))`
}

/** Removes the files of a purpose whose days are over; gives how many of whom. @param retention name of the policy */
export async function removeDue(tx: Tx, purpose: Purpose, retention: string): Promise<{ sellerId: number; files: number }[]> {
  return tx.sql<{ sellerId: number; files: number }[]>`
    with removed as (
      update files set sealed = null, removed_at = portal_now()
      where purpose = ${purpose} and removed_at is null and retained_from <= portal_now() - ${policyIn(tx, retention)}::float8 * interval '1 day'
      returning seller_id)
    select seller_id as "sellerId", count(*)::int as files from removed group by 1 order by 1`
}
