import { index, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { at, bytea, clockNow } from './columns.ts'
import { everything, ofOwner } from './row-security.ts'

/** Mails: what was written to whom. The text is sealed, because it may carry a link that signs in, and goes once it was sent. */
export const mails = pgTable(
  'mails',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(),
    locale: text('locale').notNull(),
    body: bytea('body'),
    createdAt: at('created_at').notNull().default(clockNow),
    sentAt: at('sent_at'),
    letter: bytea('letter').notNull(),
  },
  (table) => [
    index('mails_newest').on(table.createdAt.desc().nullsFirst(), table.id),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
  ],
)
