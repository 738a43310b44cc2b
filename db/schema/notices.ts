import { customType, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Buffer; driverData: Uint8Array }>({ dataType: () => 'bytea', fromDriver: (value) => Buffer.from(value) })
const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const mails = pgTable('mails', {
  id: uuid('id').primaryKey(),
  kind: text('kind').notNull(),
  recipient: text('recipient').notNull(),
  locale: text('locale').notNull(),
  subject: text('subject').notNull(),
  body: bytea('body'),
  createdAt: at('created_at').notNull().defaultNow(),
  sentAt: at('sent_at'),
})
