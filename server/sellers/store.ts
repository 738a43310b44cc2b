import { eq, sql } from 'drizzle-orm'
import { portalNow } from '#db/schema/columns.ts'
import { marketplaces } from '#db/schema/marketplace.ts'
import { sellers, termsAcceptances } from '#db/schema/sellers.ts'
import type { MemberScope, SellerScope } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'

export type SellerRow = { readonly name: string; readonly marketplace: string; readonly opened: boolean; readonly closed: boolean }

const opened = sql<boolean>`${sellers.openedAt} is not null`

/** The scope's own seller exists: a gate made the scope from its row. */
function only<T>(rows: readonly T[]): T {
  const [row] = rows
  if (!row) throw new Error('the seller of the scope is gone')
  return row
}

/** A store with the name of its marketplace. */
export async function seller(tx: Tx, scope: SellerScope): Promise<SellerRow> {
  const name = sql<string>`coalesce(${sellers.name}, ${sellers.externalId})`
  const rows = await tx.db
    .select({ name, marketplace: marketplaces.name, opened, closed: sellers.closed })
    .from(sellers)
    .innerJoin(marketplaces, eq(marketplaces.id, sellers.marketplaceId))
    .where(eq(sellers.id, scope.sellerId))
    .prepare('seller_with_marketplace')
    .execute()
  return only(rows)
}

type Locked = Pick<SellerRow, 'opened' | 'closed'> & { readonly timeZone: string }

/** The same, locked until the transaction ends: of two who change it at once, the second waits and sees it done. */
export async function lockSeller(tx: Tx, scope: SellerScope): Promise<Locked> {
  const rows = await tx.db
    .select({ opened, closed: sellers.closed, timeZone: sellers.timeZone })
    .from(sellers)
    .where(eq(sellers.id, scope.sellerId))
    .for('no key update')
  return only(rows)
}

/** The zone of a store's days, as its own people chose it. */
export async function updateTimeZone(tx: Tx, scope: SellerScope, timeZone: string): Promise<void> {
  await tx.db.update(sellers).set({ timeZone, timeZoneChosen: true }).where(eq(sellers.id, scope.sellerId))
}

/** Writes down who accepted which terms, in which words. */
export async function acceptTerms(tx: Tx, scope: MemberScope, version: string, locale: Locale, hash: Buffer): Promise<void> {
  const { sellerId, userId } = scope
  await tx.db.insert(termsAcceptances).values({ sellerId, userId, version, locale, textHash: hash })
}

/** Marks the account as open. */
export async function updateOpened(tx: Tx, scope: SellerScope): Promise<void> {
  await tx.db.update(sellers).set({ openedAt: portalNow }).where(eq(sellers.id, scope.sellerId))
}
