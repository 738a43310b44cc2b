import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgPolicy,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { at, currency, money, portalNow, textC } from './columns.ts'
import { sellers } from './sellers.ts'
import { everything, isOwnMarketplace, isOwnSeller, ofOwner, toBackends, toReviewers } from './row-security.ts'

/**
 * A line (child order): one seller, one currency. `key` is
 * half a hash of the order and half a hash of the line within it, so an order's lines lie together; it is global, because another
 * seller's event on the same line must be seen.
 */
export const lines = pgTable(
  'lines',
  {
    key: uuid('key').primaryKey(),
    // That the seller is there is seen to once a statement, by a trigger (0031_references.sql).
    sellerId: integer('seller_id').notNull(),
    state: smallint('state').notNull().default(0),
    currency: currency('currency').notNull(),
    gross: money('gross').notNull(),
    commission: money('commission'),
    escrow: money('escrow'),
    affiliate: money('affiliate'),
    net: money('net').notNull(),
    pending: money('pending').notNull(),
    frozen: money('frozen').notNull(),
    reserve: money('reserve').notNull(),
    refunded: money('refunded').notNull(),
    paidAt: at('paid_at').notNull(),
    shippedAt: at('shipped_at'),
    deliveredAt: at('delivered_at'),
    confirmedAt: at('confirmed_at'),
    releasedAt: at('released_at'),
    expectedAt: at('expected_at'),
    expectedAsOf: at('expected_as_of'),
    holdUntil: at('hold_until'),
    marginUntil: at('margin_until'),
    holdReason: smallint('hold_reason'),
    orderId: textC('order_id').notNull(),
    lineId: textC('line_id').notNull(),
    expectedBy: textC('expected_by'),
  },
  (table) => [
    unique('lines_of_seller').on(table.key, table.sellerId),
    check('lines_gross_check', sql`gross >= 0`),
    check('lines_commission_check', sql`commission >= 0`),
    check('lines_escrow_check', sql`escrow >= 0`),
    check('lines_affiliate_check', sql`affiliate >= 0`),
    check('lines_net_check', sql`net >= 0`),
    check('lines_pending_check', sql`pending >= 0`),
    check('lines_frozen_check', sql`frozen >= 0`),
    check('lines_reserve_check', sql`reserve >= 0`),
    check('lines_check', sql`refunded between 0 and net`),
    check('lines_check1', sql`net = gross - coalesce(commission, 0) - coalesce(escrow, 0) - coalesce(affiliate, 0)`),
    check('lines_check2', sql`pending + frozen + reserve <= net - refunded`),
    // Sellers look a line up by the number on their screen, without its order: of a number that many orders have, the newest.
    index('lines_named').on(table.sellerId, table.lineId, table.paidAt),
    // Pages by key of a seller's orders. None of its columns ever changes, so events keep updating a line in place (HOT).
    index('lines_paid').on(table.sellerId, table.currency, table.paidAt, table.key),
    // The lines that still hold money: few, whatever the seller's history. A release or a hold pays for its entry.
    index('lines_open')
      .on(table.sellerId, table.currency, table.paidAt, table.key)
      .where(sql`pending + frozen + reserve > 0`),
    // Pages of released orders, the last paid first: in lines_paid a large store's many that still wait come before them. Released is said
    // once (bit 8 of the state comes with it), by an event that takes the line out of lines_open, so no other update pays for this index.
    index('lines_released')
      .on(table.sellerId, table.currency, table.paidAt, table.key)
      .where(sql`released_at is not null`),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    toBackends('lines'),
    toReviewers('lines'),
  ],
)

/** Holds have names, and each is what its newest event said. Ended ones stay: an older `order.held` that comes late opens nothing. */
export const holds = pgTable(
  'holds',
  {
    asOf: at('as_of').notNull(),
    until: at('until'),
    line: uuid('line').notNull(),
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id),
    open: boolean('open').notNull(),
    reason: smallint('reason'),
    holdId: textC('hold_id').notNull(),
    saidBy: textC('said_by').notNull(),
  },
  (table) => [
    primaryKey({ name: 'holds_pkey', columns: [table.line, table.holdId] }),
    foreignKey({ columns: [table.sellerId, table.line], foreignColumns: [lines.sellerId, lines.key] }),
    check('holds_check', sql`(reason is not null) = open`),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
    toBackends('holds'),
  ],
)

/** What was refunded of a line, by the marketplace's own id. */
export const refunds = pgTable(
  'refunds',
  {
    line: uuid('line').notNull(),
    refundId: textC('refund_id').notNull(),
    event: uuid('event').notNull(),
    sellerId: integer('seller_id').notNull(),
    amount: money('amount').notNull(),
  },
  (table) => [
    primaryKey({ name: 'refunds_pkey', columns: [table.line, table.refundId] }),
    foreignKey({ columns: [table.sellerId, table.line], foreignColumns: [lines.sellerId, lines.key] }),
    check('refunds_amount_check', sql`amount > 0`),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    toBackends('refunds'),
    toReviewers('refunds'),
  ],
)

/** Every event that was judged for good, once for ever. `key` is half of SHA-256 of marketplace and id. */
export const events = pgTable(
  'events',
  {
    occurredAt: at('occurred_at').notNull(),
    bookedAt: at('booked_at').notNull(),
    // That the seller is there is seen to once a statement, by a trigger (0031_references.sql).
    sellerId: integer('seller_id').notNull(),
    type: smallint('type').notNull(),
    key: uuid('key').primaryKey(),
    hash: uuid('hash').notNull(),
    line: uuid('line'),
    id: textC('id').notNull(),
    problem: text('problem'),
    detail: jsonb('detail'),
  },
  (table) => [
    index('events_line')
      .on(table.line)
      .where(sql`line is not null`),
    // Events come in the order of time: a few bytes a thousand rows find a day.
    index('events_booked').using('brin', table.bookedAt),
    index('events_rejected')
      .on(table.bookedAt, table.key)
      .where(sql`problem is not null`),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    toBackends('events'),
    toReviewers('events'),
  ],
)

/** Events that wait for their cause. They leave when it comes, and never expire. */
export const parked = pgTable(
  'parked',
  {
    parkedAt: at('parked_at').notNull().default(portalNow),
    occurredAt: at('occurred_at').notNull(),
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id),
    type: smallint('type').notNull(),
    key: uuid('key').primaryKey(),
    hash: uuid('hash').notNull(),
    line: uuid('line'),
    id: textC('id').notNull(),
    event: jsonb('event').notNull(),
    waitsFor: smallint('waits_for').notNull(),
  },
  (table) => [
    check('parked_waits_for_check', sql`waits_for in (1, 2, 6, 9)`),
    index('parked_age').on(table.parkedAt, table.key),
    // What waits for one thing, oldest first: as much of it as one transaction takes is read, whatever else waits.
    index('parked_line')
      .on(table.line, table.occurredAt, table.id)
      .where(sql`line is not null`),
    index('parked_seller').on(table.sellerId, table.waitsFor, table.occurredAt, table.id),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
    toBackends('parked'),
  ],
)

/**
 * What a batch booked, a row a currency and type of event, written in the batch's own transaction: a sum is there exactly when its
 * movements are. Rows are only inserted, so two batches never meet in one; those of a quarter of an hour that is over are merged
 * later. Offsets of time zones are multiples of a quarter, so a day of any zone is made of whole quarters.
 */
export const bookedSums = pgTable(
  'booked_sums',
  {
    sum: numeric('sum').notNull(),
    moved: numeric('moved').notNull(),
    bookedAt: at('booked_at').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    marketplaceId: integer('marketplace_id').notNull(),
    type: smallint('type').notNull(),
    currency: currency('currency').notNull(),
    merged: boolean('merged').notNull().default(false),
  },
  (table) => [
    check('booked_sums_count_check', sql`count >= 0`),
    index('booked_sums_day').on(table.marketplaceId, table.bookedAt),
    index('booked_sums_due')
      .on(table.bookedAt)
      .where(sql`not merged`),
    ofOwner(),
    pgPolicy('batch', { for: 'select', to: 'portal_batch', using: everything }),
    pgPolicy('write', { for: 'insert', to: 'portal_batch', withCheck: sql`not merged` }),
    pgPolicy('read', { for: 'select', to: 'portal_read', using: isOwnMarketplace }),
  ],
)
