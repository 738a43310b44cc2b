import { numeric, pgPolicy, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'
import { everything, ofOwner } from './row-security.ts'

/** Figures that operations change without a deploy: the newest row in force counts. */
export const policies = pgTable(
  'policies',
  {
    name: text('name').notNull(),
    effectiveFrom: at('effective_from').notNull(),
    value: numeric('value').notNull(),
    unit: text('unit').notNull(),
    source: text('source').notNull(),
  },
  (table) => [
    primaryKey({ name: 'policies_pkey', columns: [table.name, table.effectiveFrom] }),
    ofOwner(),
    pgPolicy('read', { for: 'select', to: ['portal_batch', 'portal_people'], using: everything }),
    pgPolicy('backends', { for: 'select', to: 'portal_read', using: everything }),
    pgPolicy('staff', { for: 'select', to: 'portal_staff', using: everything }),
  ],
)
