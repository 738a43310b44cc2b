import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgPolicy, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sellerRoles, staffRoles } from '#server/platform/actor.ts'
import { locales } from '#server/platform/locale.ts'
import { among, arrayOf, at, bytea, clockNow, portalNow, textC } from './columns.ts'
import { marketplaces } from './marketplace.ts'
import { users } from './people.ts'
import { sellers } from './sellers.ts'
import { everything, isOwnPerson, isOwnSeller, ofOwner, setting } from './row-security.ts'

/** An invitation to a store, or to the staff. Only its newest link works, once. */
export const invitations = pgTable(
  'invitations',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    tokenHash: bytea('token_hash').notNull().unique(),
    sellerId: integer('seller_id').references(() => sellers.id, { onDelete: 'cascade' }),
    role: text('role', { enum: sellerRoles }),
    staffRoles: text('staff_roles', { enum: staffRoles }).array(),
    email: textC('email').notNull(),
    name: text('name').notNull().default(''),
    locale: text('locale', { enum: locales }).notNull(),
    sent: integer('sent').notNull().default(1),
    createdAt: at('created_at').notNull().default(clockNow),
    endsAt: at('ends_at').notNull(),
    acceptedAt: at('accepted_at'),
    acceptedBy: integer('accepted_by').references(() => users.id, { onDelete: 'set null' }),
    withdrawnAt: at('withdrawn_at'),
    invitedBy: integer('invited_by').references(() => users.id, { onDelete: 'set null' }),
    marketplaceId: integer('marketplace_id').references(() => marketplaces.id),
  },
  (table) => [
    check('invitations_token_hash_check', sql`octet_length(token_hash) = 32`),
    check('invitations_role_check', among('role', sellerRoles)),
    check('invitations_staff_roles_check', sql`staff_roles <@ ${arrayOf(staffRoles)}`),
    check('invitations_email_check', sql`email = lower(email)`),
    check('invitations_locale_check', among('locale', locales)),
    check('invitations_check', sql`(seller_id is null) = (role is null)`),
    check('invitations_check1', sql`(seller_id is null) = (staff_roles is not null)`),
    check('invitations_check2', sql`(staff_roles is null) = (marketplace_id is null)`),
    index('invitations_marketplace')
      .on(table.marketplaceId)
      .where(sql`marketplace_id is not null`),
    index('invitations_seller').on(table.sellerId),
    index('invitations_invited_by')
      .on(table.invitedBy)
      .where(sql`invited_by is not null`),
    ofOwner(),
    pgPolicy('own_store', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
  ],
)

const linkKinds = ['password', 'email', 'undo'] as const

/** Links sent by mail that work once: to choose a password, confirm an address or undo a change. */
export const links = pgTable(
  'links',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    kind: text('kind', { enum: linkKinds }).notNull(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    email: textC('email').notNull(),
    endsAt: at('ends_at').notNull(),
    usedAt: at('used_at'),
    createdAt: at('created_at').notNull().default(clockNow),
    was: jsonb('was'),
  },
  (table) => [
    check('links_token_hash_check', sql`octet_length(token_hash) = 32`),
    check('links_email_check', sql`email = lower(email)`),
    check('links_kind_check', among('kind', linkKinds)),
    check('links_check', sql`(kind = 'undo') = (was is not null)`),
    index('links_user').on(table.userId),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnPerson }),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: everything }),
  ],
)

/**
 * Replacements of a store's owner: one member of staff proposes, another one confirms, and neither is the new owner. A proposal never
 * changes; the second person repeats its hash.
 */
export const ownerReplacements = pgTable(
  'owner_replacements',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id, { onDelete: 'cascade' }),
    email: textC('email').notNull(),
    reason: text('reason').notNull(),
    madeBy: integer('made_by')
      .notNull()
      .references(() => users.id),
    madeAt: at('made_at').notNull().default(clockNow),
    endsAt: at('ends_at')
      .notNull()
      .default(sql`clock_timestamp() + interval '3 days'`),
    checkedBy: integer('checked_by').references(() => users.id),
    checkedAt: at('checked_at'),
    withdrawnAt: at('withdrawn_at'),
  },
  (table) => [
    check('owner_replacements_email_check', sql`email = lower(email) and length(email) <= 254`),
    check('owner_replacements_reason_check', sql`length(reason) between 10 and 500`),
    check('maker_is_not_checker', sql`checked_by <> made_by`),
    check('owner_replacements_check', sql`(checked_by is null) = (checked_at is null)`),
    check('owner_replacements_check1', sql`checked_at is null or withdrawn_at is null`),
    uniqueIndex('owner_replacements_open')
      .on(table.sellerId)
      .where(sql`checked_at is null and withdrawn_at is null`),
    index('owner_replacements_made_by').on(table.madeBy),
    index('owner_replacements_checked_by').on(table.checkedBy),
    ofOwner(),
  ],
)

/** A person undid a change of their credentials: no withdrawal or conversion of their stores while `lifted_at` is null. Rows are never deleted. */
export const moneyFreezes = pgTable(
  'money_freezes',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    sellerId: integer('seller_id').references(() => sellers.id, { onDelete: 'cascade' }),
    frozenAt: at('frozen_at').notNull().default(portalNow),
    liftedAt: at('lifted_at'),
    liftedBy: integer('lifted_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [
    check('money_freezes_check', sql`lifted_by is null or lifted_at is not null`),
    index('money_freezes_seller').on(table.sellerId),
    index('money_freezes_lifted_by')
      .on(table.liftedBy)
      .where(sql`lifted_by is not null`),
    ofOwner(),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnPerson }),
    pgPolicy('own_store', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    pgPolicy('own_writes', {
      for: 'insert',
      to: 'portal_people',
      withCheck: sql`(user_id = ${setting('user_id')}) and lifted_at is null`,
    }),
  ],
)
