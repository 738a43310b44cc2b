import { sql } from 'drizzle-orm'
import { check, foreignKey, integer, jsonb, pgPolicy, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, currency, portalNow } from './columns.ts'
import { members } from './people.ts'
import { sellers } from './sellers.ts'
import { isOwnSeller, ofOwner } from './row-security.ts'

/** A filter of the activity pages that somebody keeps under a name. It is their own, in that store, and goes when they leave it. */
export const savedViews = pgTable(
  'saved_views',
  {
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id),
    userId: integer('user_id').notNull(),
    name: text('name').notNull(),
    currency: currency('currency').notNull(),
    filter: jsonb('filter').notNull(),
    keptAt: at('kept_at').notNull().default(portalNow),
  },
  (table) => [
    primaryKey({ name: 'saved_views_pkey', columns: [table.sellerId, table.userId, table.name] }),
    foreignKey({ columns: [table.sellerId, table.userId], foreignColumns: [members.sellerId, members.userId] }).onDelete('cascade'),
    check('saved_views_name_check', sql`char_length(name) between 1 and 60 and name !~ '[[:cntrl:]]'`),
    check('saved_views_currency_check', sql`currency ~ '^[A-Z]{3}$'`),
    check('saved_views_filter_check', sql`jsonb_typeof(filter) = 'object' and octet_length(filter::text) <= 4096`),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnSeller, withCheck: isOwnSeller }),
  ],
)
