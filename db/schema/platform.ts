import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, interval, jsonb, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { at, bytea, portalNow } from './columns.ts'
import { ofOwner, setting } from './row-security.ts'

/** One row: what this installation is. Only the owner writes it; `sandbox` allows the clock to move. */
export const installation = pgTable(
  'installation',
  {
    onlyRow: boolean('only_row').primaryKey().default(true),
    sandbox: boolean('sandbox').notNull().default(false),
    clockOffset: interval('clock_offset')
      .notNull()
      .default(sql`interval '0'`),
  },
  () => [check('installation_only_row_check', sql`only_row`), check('installation_check', sql`sandbox or clock_offset = interval '0'`)],
)

/** Who did what, in the transaction that did it. Nobody changes or deletes it. */
export const audit = pgTable(
  'audit',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: at('at').notNull().default(portalNow),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id'),
    action: text('action').notNull(),
    sellerId: integer('seller_id'),
    detail: jsonb('detail')
      .notNull()
      .default(sql`'{}'`),
  },
  (table) => [
    index('audit_seller').on(table.sellerId, table.id),
    pgPolicy('own', {
      for: 'select',
      to: 'portal_people',
      using: sql`seller_id = ${setting('seller_id')}`,
    }),
    ofOwner(),
  ],
)

/** The address that a line of the trail is about, sealed: apart from the line, so that it can be sealed under another key. */
export const auditAddresses = pgTable(
  'audit_addresses',
  {
    id: uuid('id').primaryKey(),
    line: bigint('line', { mode: 'bigint' })
      .notNull()
      .references(() => audit.id),
    address: bytea('address').notNull(),
  },
  () => [ofOwner()],
)
