import { sql } from 'drizzle-orm'
import { bigint, check, integer, pgPolicy, pgTable, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, bytea, portalNow, textC } from './columns.ts'
import { everything, ofOwner, setting, toStaff } from './row-security.ts'

/** A marketplace, whose backend sends events and whose sellers have books here. */
export const marketplaces = pgTable(
  'marketplaces',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    slug: textC('slug').notNull().unique(),
    name: text('name').notNull(),
    timeZone: text('time_zone').notNull().default('Asia/Shanghai'),
    createdAt: at('created_at').notNull().default(portalNow),
  },
  () => [
    check('marketplaces_slug_check', sql`slug ~ '^[a-z0-9-]{1,40}$'`),
    ofOwner(),
    pgPolicy('batch', { for: 'select', to: 'portal_batch', using: everything }),
    pgPolicy('own', {
      for: 'select',
      to: 'portal_people',
      using: sql`id = (select marketplace_id from sellers where id = ${setting('seller_id')})`,
    }),
    pgPolicy('read', {
      for: 'select',
      to: 'portal_read',
      using: sql`id = ${setting('marketplace_id')}`,
    }),
    toStaff('id'),
  ],
)

/** A key names its marketplace and scopes; only the hash of its token is kept. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: textC('id').primaryKey(),
    marketplaceId: integer('marketplace_id')
      .notNull()
      .references(() => marketplaces.id),
    tokenHash: bytea('token_hash').notNull().unique(),
    scopes: text('scopes', { enum: ['events:write', 'read'] })
      .array()
      .notNull(),
    label: text('label').notNull().default(''),
    requestsPerMinute: integer('requests_per_minute').notNull(),
    createdAt: at('created_at').notNull().default(portalNow),
    revokedAt: at('revoked_at'),
    checkKey: bytea('check_key'),
  },
  () => [
    check('api_keys_scopes_check', sql`cardinality(scopes) > 0 and scopes <@ array['events:write', 'read']`),
    check('api_keys_requests_per_minute_check', sql`requests_per_minute > 0`),
    ofOwner(),
  ],
)

/**
 * Secrets that sign the backend's calls, sealed. Two may live at once, so that one can be changed without a gap; each has a slot, so
 * a third is impossible.
 */
export const signingSecrets = pgTable(
  'signing_secrets',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    marketplaceId: integer('marketplace_id')
      .notNull()
      .references(() => marketplaces.id),
    slot: smallint('slot').notNull(),
    cipher: bytea('cipher').notNull(),
    createdAt: at('created_at').notNull().default(portalNow),
    retiredAt: at('retired_at'),
  },
  (table) => [
    check('signing_secrets_slot_check', sql`slot in (1, 2)`),
    uniqueIndex('signing_secrets_live')
      .on(table.marketplaceId, table.slot)
      .where(sql`retired_at is null`),
    ofOwner(),
  ],
)

/**
 * Requests of a key in the minute under way, as its processes took them in advance. Not logged: a crash forgets a minute's count,
 * and nobody waits for a disk.
 */
export const keyRequests = pgTable(
  'key_requests',
  {
    keyId: textC('key_id').primaryKey(),
    minute: bigint('minute', { mode: 'number' }).notNull(),
    taken: integer('taken').notNull(),
  },
  () => [ofOwner()],
)
