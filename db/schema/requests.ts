import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { declineReasons, decisions } from '#server/requests/schema.ts'
import { among, at, currency, money, portalNow } from './columns.ts'
import { files } from './files.ts'
import { lines } from './orders.ts'
import { users } from './people.ts'
import { proposals } from './proposals.ts'
import { sellers } from './sellers.ts'
import { isOwnSeller, ofOwner, toReviewers } from './row-security.ts'

/** A seller asks that an order's money be released (请款), with proof of delivery; the marketplace's staff decide. */
export const releaseRequests = pgTable(
  'release_requests',
  {
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id),
    id: uuid('id').notNull().defaultRandom(),
    line: uuid('line').notNull(),
    askedBy: integer('asked_by')
      .notNull()
      .references(() => users.id),
    askedName: text('asked_name').notNull(),
    askedAt: at('asked_at').notNull().default(portalNow),
    note: text('note').notNull(),
    decision: text('decision', { enum: decisions }),
    reason: text('reason', { enum: declineReasons }),
    remark: text('remark'),
    decidedAt: at('decided_at'),
  },
  (table) => [
    primaryKey({ name: 'release_requests_pkey', columns: [table.sellerId, table.id] }),
    foreignKey({ columns: [table.sellerId, table.line], foreignColumns: [lines.sellerId, lines.key] }),
    check('release_requests_note_check', sql`char_length(note) <= 500`),
    check('release_requests_decision_check', among('decision', decisions)),
    check('release_requests_reason_check', among('reason', declineReasons)),
    check('release_requests_remark_check', sql`char_length(remark) <= 500`),
    check('release_requests_check', sql`(decision is null) = (decided_at is null)`),
    check('release_requests_check1', sql`(decision is not distinct from 'declined') = (reason is not null)`),
    uniqueIndex('release_requests_open')
      .on(table.line)
      .where(sql`decision is null`),
    index('release_requests_newest').on(table.sellerId, table.askedAt.desc().nullsFirst(), table.id),
    // The newest request on a line. Without it, an order of a store with many requests reads all of them.
    index('release_requests_line').on(table.sellerId, table.line, table.askedAt.desc().nullsFirst(), table.id),
    // Staff find one by its id alone, and read the queue from the oldest on and the decided ones from the newest on.
    unique('release_requests_id').on(table.id),
    index('release_requests_queue')
      .on(table.askedAt, table.id)
      .where(sql`decision is null`),
    index('release_requests_decided')
      .on(table.decidedAt, table.id)
      .where(sql`decision is not null`),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnSeller, withCheck: isOwnSeller }),
    toReviewers('release_requests'),
  ],
)

/**
 * Who decided on a request, about which amount (what waited of the line then), and the proposal that two people agreed on; null where one
 * was enough. The seller sees none of it.
 */
export const releaseDecisions = pgTable(
  'release_decisions',
  {
    sellerId: integer('seller_id').notNull(),
    request: uuid('request').notNull(),
    decidedBy: integer('decided_by')
      .notNull()
      .references(() => users.id),
    decidedName: text('decided_name').notNull(),
    currency: currency('currency').notNull(),
    amount: money('amount').notNull(),
    proposal: uuid('proposal'),
  },
  (table) => [
    primaryKey({ name: 'release_decisions_pkey', columns: [table.sellerId, table.request] }),
    foreignKey({
      name: 'release_decisions_request_fk',
      columns: [table.sellerId, table.request],
      foreignColumns: [releaseRequests.sellerId, releaseRequests.id],
    }),
    foreignKey({
      name: 'release_decisions_proposal_fk',
      columns: [table.sellerId, table.proposal],
      foreignColumns: [proposals.sellerId, proposals.id],
    }),
    ofOwner(),
    toReviewers('release_decisions'),
  ],
)

/** Which files prove the delivery of a request, in the order in which they were sent. */
export const releaseProofs = pgTable(
  'release_proofs',
  {
    sellerId: integer('seller_id').notNull(),
    request: uuid('request').notNull(),
    position: smallint('position').notNull(),
    file: uuid('file').notNull(),
  },
  (table) => [
    primaryKey({ name: 'release_proofs_pkey', columns: [table.sellerId, table.request, table.position] }),
    unique().on(table.sellerId, table.file),
    foreignKey({
      name: 'release_proofs_request_fk',
      columns: [table.sellerId, table.request],
      foreignColumns: [releaseRequests.sellerId, releaseRequests.id],
    }),
    foreignKey({ name: 'release_proofs_file_fk', columns: [table.sellerId, table.file], foreignColumns: [files.sellerId, files.id] }),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnSeller, withCheck: isOwnSeller }),
    toReviewers('release_proofs'),
  ],
)
