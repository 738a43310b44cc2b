import { sql } from 'drizzle-orm'
import { boolean, char, check, integer, pgPolicy, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { locales } from '#server/platform/locale.ts'
import { among, at, bytea, portalNow, textC } from './columns.ts'
import { marketplaces } from './marketplace.ts'
import { everything, isOwnMarketplace, isOwnSeller, ofOwner, setting, toStaff } from './row-security.ts'

/**
 * `id` is ours; `external_id` is the marketplace's own name for the seller, so two marketplaces may use the same. A row without
 * `upserted_at` was only named by an event that came before its seller.upserted: it holds the lock and the parked events until then.
 */
export const sellers = pgTable(
  'sellers',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    marketplaceId: integer('marketplace_id')
      .notNull()
      .references(() => marketplaces.id),
    externalId: textC('external_id').notNull(),
    name: text('name'),
    region: char('region', { length: 2 }),
    email: text('email'),
    locale: text('locale'),
    timeZone: text('time_zone').notNull().default('Asia/Shanghai'),
    timeZoneChosen: boolean('time_zone_chosen').notNull().default(false),
    upsertedAt: at('upserted_at'),
    closed: boolean('closed').notNull().default(false),
    closedAsOf: at('closed_as_of'),
    openedAt: at('opened_at'),
    news: integer('news').notNull().default(0),
    createdAt: at('created_at').notNull().default(portalNow),
    upsertedBy: textC('upserted_by'),
    closedBy: textC('closed_by'),
    announcedTimeZone: text('announced_time_zone'),
    code: textC('code')
      .notNull()
      .unique()
      .default(sql`new_store_code()`),
  },
  (table) => [
    unique().on(table.marketplaceId, table.externalId),
    check('sellers_external_id_check', sql`external_id ~ '^[A-Za-z0-9._:-]{1,64}$'`),
    check('sellers_code_check', sql`code ~ '^[2-9][2-9b-df-hjkmnp-tv-z]{9}$'`),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
    pgPolicy('own', {
      to: 'portal_people',
      using: sql`id = ${setting('seller_id')}`,
      withCheck: sql`id = ${setting('seller_id')}`,
    }),
    pgPolicy('read', { for: 'select', to: 'portal_read', using: isOwnMarketplace }),
    toStaff('marketplace_id'),
  ],
)

/** Which terms somebody accepted for a store, in which words and when: the version, the language and a hash of the very text. */
export const termsAcceptances = pgTable(
  'terms_acceptances',
  {
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id),
    userId: integer('user_id').notNull(),
    version: textC('version').notNull(),
    locale: text('locale', { enum: locales }).notNull(),
    textHash: bytea('text_hash').notNull(),
    acceptedAt: at('accepted_at').notNull().default(portalNow),
  },
  (table) => [
    primaryKey({ name: 'terms_acceptances_pkey', columns: [table.sellerId, table.version, table.userId] }),
    check('terms_acceptances_version_check', sql`length(version) between 1 and 32`),
    check('terms_acceptances_locale_check', among('locale', locales)),
    check('terms_acceptances_text_hash_check', sql`octet_length(text_hash) = 32`),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnSeller, withCheck: isOwnSeller }),
  ],
)
