import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, integer, pgPolicy, pgTable, primaryKey, smallint, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, currency, money, zero } from './columns.ts'
import { sellers } from './sellers.ts'
import { everything, isOwnSeller, ofOwner, toBackends } from './row-security.ts'

/**
 * The ledger: one book per seller and currency; money only moves from one bucket to another of the same book. Buckets: 1 available 2
 * pending 3 reserve 4 frozen 5 processing 6 debt (the seller's) · 7 marketplace 8 bank 9 fees 10 fx (the outside world, seen from
 * this book). Amounts are minor units.
 */
export const books = pgTable(
  'books',
  {
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id),
    currency: currency('currency').notNull(),
    version: integer('version').notNull().default(0),
    asOf: at('as_of').notNull(),
    available: money('available').notNull().default(zero),
    pending: money('pending').notNull().default(zero),
    reserve: money('reserve').notNull().default(zero),
    frozen: money('frozen').notNull().default(zero),
    processing: money('processing').notNull().default(zero),
    debt: money('debt').notNull().default(zero),
    marketplace: money('marketplace').notNull().default(zero),
    bank: money('bank').notNull().default(zero),
    fees: money('fees').notNull().default(zero),
    fx: money('fx').notNull().default(zero),
  },
  (table) => [
    primaryKey({ name: 'books_pkey', columns: [table.sellerId, table.currency] }),
    check('books_currency_check', sql`currency ~ '^[A-Z]{3}$'`),
    check('books_available_check', sql`available >= 0`),
    check('books_pending_check', sql`pending >= 0`),
    check('books_reserve_check', sql`reserve >= 0`),
    check('books_frozen_check', sql`frozen >= 0`),
    check('books_processing_check', sql`processing >= 0`),
    check('books_debt_check', sql`debt <= 0`),
    check('trial_balance', sql`available + pending + reserve + frozen + processing + debt + marketplace + bank + fees + fx = 0`),
    check('debt_repaid_first', sql`available = 0 or debt = 0`),
    ofOwner(),
    pgPolicy('batch', { for: 'select', to: 'portal_batch', using: everything }),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    toBackends('books'),
  ],
)

/**
 * Double entry by construction: one amount leaves one bucket and enters another. The key is the gapless order. Wide columns first,
 * so that no byte is lost to alignment.
 */
export const movements = pgTable(
  'movements',
  {
    amount: money('amount').notNull(),
    balanceAfter: money('balance_after').notNull(),
    totalAfter: money('total_after').notNull(),
    occurredAt: at('occurred_at').notNull(),
    bookedAt: at('booked_at').notNull(),
    sellerId: integer('seller_id').notNull(),
    version: integer('version').notNull(),
    block: integer('block')
      .generatedAlwaysAs(sql`version >> 6`)
      .notNull(),
    currency: currency('currency').notNull(),
    kind: smallint('kind').notNull(),
    fromBucket: smallint('from_bucket').notNull(),
    toBucket: smallint('to_bucket').notNull(),
    cause: uuid('cause').notNull(),
    line: uuid('line'),
  },
  (table) => [
    // Its book is seen to once a statement, by a trigger (0031_references.sql).
    primaryKey({ name: 'movements_pkey', columns: [table.sellerId, table.currency, table.version] }),
    check('movements_amount_check', sql`amount > 0`),
    check('movements_version_check', sql`version > 0`),
    // The closed list of what may happen to money, as server/ledger/statements-kinds.ts prints it from the table of kinds.
    check(
      'movement_kind',
      sql`case kind
        when 1 then from_bucket = 7 and to_bucket = 2 -- payment
        when 2 then from_bucket = 2 and to_bucket = 1 -- release
        when 3 then from_bucket = 2 and to_bucket = 3 -- margin kept
        when 4 then from_bucket = 3 and to_bucket = 1 -- margin returned
        when 5 then from_bucket = 2 and to_bucket = 4 -- hold
        when 6 then from_bucket = 4 and to_bucket = 2 -- unhold
        when 7 then from_bucket in (1, 2, 3, 4, 6) and to_bucket = 7 -- refund
        when 8 then from_bucket in (2, 4) and to_bucket = 7 -- cancellation
        when 9 then from_bucket in (2, 3) and to_bucket = 6 -- debt repaid
        when 10 then from_bucket = 1 and to_bucket = 5 -- withdrawal requested
        when 11 then from_bucket = 5 and to_bucket = 8 -- withdrawal paid
        when 12 then from_bucket = 5 and to_bucket = 9 -- withdrawal fee
        when 13 then from_bucket = 5 and to_bucket in (1, 6) -- withdrawal cancelled
        when 14 then from_bucket = 8 and to_bucket in (1, 6) -- withdrawal returned
        when 15 then from_bucket in (1, 6) and to_bucket = 8 -- return charge
        when 16 then from_bucket = 1 and to_bucket = 10 -- conversion out
        when 17 then from_bucket = 10 and to_bucket in (1, 6) -- conversion in
        when 18 then from_bucket = 1 and to_bucket = 9 -- conversion fee
        when 19 then from_bucket = 7 and to_bucket in (1, 6) -- adjustment credit
        when 20 then from_bucket in (1, 6) and to_bucket = 7 -- adjustment debit
        when 21 then from_bucket = 1 and to_bucket = 4 -- case frozen
        when 22 then from_bucket = 4 and to_bucket in (1, 6) -- case unfrozen
        when 23 then from_bucket = 4 and to_bucket = 7 -- case seized
        else false
      end`,
    ),
    // Movements come in the order of time: a few bytes a thousand rows find a day's.
    index('movements_booked').using('brin', table.bookedAt),
    // Refunds that nothing was left for, which are few: the causes of a debt.
    index('movements_debt')
      .on(table.sellerId, table.currency, table.version)
      .where(sql`from_bucket = 6`),
    // Rows of one route (kind, from, to), wherever in a book they lie. Sixty-four numbers make a block and share a key, so that most
    // entries are six bytes of a posting list and not a key of their own; who reads takes whole blocks. The block is a column
    // and not an expression, because row-level security keeps an operator that isn't leakproof from being looked up.
    index('movements_route').on(table.sellerId, table.currency, table.kind, table.fromBucket, table.toBucket, table.block),
    // All that happened to a line, and through its lines to an order.
    index('movements_line')
      .on(table.line)
      .where(sql`line is not null`),
    // What caused a movement that no event did: all of one withdrawal are found by it, and none can be posted twice. One row in thousands.
    uniqueIndex('movements_cause')
      .on(table.sellerId, table.cause, table.kind, table.fromBucket, table.toBucket, table.currency)
      .where(sql`kind not in (1, 2, 3, 4, 5, 6, 7, 8, 9)`),
    // Movements that no event brought, which are few beside the others: a day's are read by this.
    index('movements_without_event')
      .on(table.bookedAt)
      .where(sql`kind not in (1, 2, 3, 4, 5, 6, 7, 8, 9)`),
    ofOwner(),
    pgPolicy('batch', { for: 'select', to: 'portal_batch', using: everything }),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    toBackends('movements'),
  ],
)

/**
 * The book as it stood when a UTC day with movements began. With the movements of that day it gives the balance at any instant, in
 * whatever zone the seller's day ends; a row per day in the seller's own zone would be wrong after a move.
 */
export const bookDays = pgTable(
  'book_days',
  {
    available: money('available').notNull(),
    pending: money('pending').notNull(),
    reserve: money('reserve').notNull(),
    frozen: money('frozen').notNull(),
    processing: money('processing').notNull(),
    debt: money('debt').notNull(),
    sellerId: integer('seller_id').notNull(),
    version: integer('version').notNull(),
    day: date('day').notNull(),
    currency: currency('currency').notNull(),
  },
  (table) => [
    primaryKey({ name: 'book_days_pkey', columns: [table.sellerId, table.currency, table.day] }),
    foreignKey({ columns: [table.sellerId, table.currency], foreignColumns: [books.sellerId, books.currency] }),
    ofOwner(),
    pgPolicy('batch', { for: 'select', to: 'portal_batch', using: everything }),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    toBackends('book_days'),
  ],
)
