// Row-level security's recurring conditions. FORCE, which binds the owner too, is in the migrations: drizzle-kit can't say it.
import { type SQL, sql } from 'drizzle-orm'
import { pgPolicy } from 'drizzle-orm/pg-core'
import { staffHolders, type StaffPermission } from '#server/platform/staff-permission.ts'

/** A setting of the transaction (`server/platform/tx.ts`), asked once a statement and not once a row; null where it has none. */
export const setting = (name: 'seller_id' | 'user_id' | 'actor_id' | 'marketplace_id'): SQL =>
  sql.raw(`(select nullif(current_setting('app.${name}', true), '')::int)`)

/** Rows of the seller of the transaction. */
export const isOwnSeller = sql`seller_id = ${setting('seller_id')}`
/** Rows of the person of the transaction. */
export const isOwnPerson = sql`user_id = ${setting('user_id')}`
/** Rows of the marketplace whose backend asks. */
export const isOwnMarketplace = sql`marketplace_id = ${setting('marketplace_id')}`
export const everything = sql`true`

/** The owner of the schema sees every row: migrations, seeds and the command line. */
export const ofOwner = () => pgPolicy('owner', { to: 'current_user', using: everything, withCheck: everything })

/** A marketplace's backend reads the rows of its own sellers. */
export const toBackends = (table: string) =>
  pgPolicy('read', {
    for: 'select',
    to: 'portal_read',
    using: sql`exists (select from sellers s where s.id = ${sql.raw(table)}.seller_id and s.${isOwnMarketplace})`,
  })

/** The marketplace for which the person of the transaction works (app.marketplace_id, app.actor_id), else null; asked once a statement. */
const staffMarketplace = sql.raw('(select staff_marketplace())')

/** Staff read the rows of their marketplace. @param column that holds it */
export const toStaff = (column: 'id' | 'marketplace_id') =>
  pgPolicy('staff', { for: 'select', to: 'portal_staff', using: sql`${sql.raw(column)} = ${staffMarketplace}` })

export const isOfStaffMarketplace = sql`marketplace_id = ${staffMarketplace}`

/** That the person of the transaction (app.actor_id) is named by a column. */
export const isActor = (column: 'maker' | 'checker') => sql`${sql.raw(column)} = ${setting('actor_id')}`

/** The text of the condition that the person of the transaction is on the marketplace's staff in a role that has this permission. */
export const actingStaff = (permission: StaffPermission) =>
  `(select is_acting_staff(array[${staffHolders[permission].map((role) => `'${role}'`).join(', ')}]))`

/**
 * Staff who look at what sellers ask for read the rows of their marketplace's sellers. `offset 0`:
 * the seller of each row is looked up, instead of all sellers being hashed.
 * @param which of them, as a condition
 */
export const toReviewers = (table: string, which?: string) =>
  pgPolicy('staff', {
    for: 'select',
    to: 'portal_staff',
    using: sql`${sql.raw(which === undefined ? '' : `${which} and `)}${sql.raw(actingStaff('requests.read'))} and exists (
      select from sellers s where s.id = ${sql.raw(table)}.seller_id and s.marketplace_id = ${staffMarketplace} offset 0)`,
  })
