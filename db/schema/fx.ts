import { sql } from 'drizzle-orm'
import { char, check, numeric, pgPolicy, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'
import { everything, ofOwner } from './row-security.ts'

/** What one unit of `base` is worth in `quote`, as staff took it from a source at an instant: for orientation, never for booking. */
export const rates = pgTable(
  'rates',
  {
    base: char('base', { length: 3 }).notNull(),
    quote: char('quote', { length: 3 }).notNull(),
    at: at('at').notNull(),
    rate: numeric('rate', { precision: 20, scale: 10 }).notNull(),
    source: text('source').notNull(),
  },
  (table) => [
    primaryKey({ name: 'rates_pkey', columns: [table.base, table.quote, table.at] }),
    check('rates_base_check', sql`base ~ '^[A-Z]{3}$'`),
    check('rates_check', sql`quote ~ '^[A-Z]{3}$' and quote <> base`),
    check('rates_rate_check', sql`rate > 0`),
    check('rates_source_check', sql`length(source) between 1 and 120`),
    ofOwner(),
    pgPolicy('read', { for: 'select', to: 'portal_people', using: everything }),
  ],
)
