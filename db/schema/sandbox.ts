import { sql } from 'drizzle-orm'
import { boolean, check, doublePrecision, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'
import { marketplaces } from './marketplace.ts'
import { ofOwner } from './row-security.ts'

/** What the demo's stories are drawn from, and how far they have been posted. */
export const demo = pgTable(
  'demo',
  {
    onlyRow: boolean('only_row').primaryKey().default(true),
    marketplaceId: integer('marketplace_id')
      .notNull()
      .references(() => marketplaces.id),
    seed: text('seed').notNull(),
    today: at('today').notNull(),
    scale: doublePrecision('scale').notNull(),
    postedTo: at('posted_to').notNull(),
  },
  () => [check('demo_only_row_check', sql`only_row`), check('demo_scale_check', sql`scale > 0`), ofOwner()],
)
