import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgPolicy, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { sellerRoles, staffRoles } from '#server/platform/actor.ts'
import { locales } from '#server/platform/locale.ts'
import { among, arrayOf, at, clockNow, portalNow, textC } from './columns.ts'
import { marketplaces } from './marketplace.ts'
import { sellers } from './sellers.ts'
import { everything, isOwnPerson, isOwnSeller, ofOwner, setting } from './row-security.ts'

// Sign-in uses real time (clock_timestamp, not portal_now): a phone's codes don't follow the sandbox's clock, and moving it must not sign
// anybody out.

/** A person who signs in. */
export const users = pgTable(
  'users',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    email: textC('email').notNull().unique(),
    emailConfirmedAt: at('email_confirmed_at'),
    name: text('name').notNull(),
    locale: text('locale', { enum: locales }).notNull(),
    passwordHash: text('password_hash'),
    passwordStandsAlone: boolean('password_stands_alone').notNull().default(false),
    demo: boolean('demo').notNull().default(false),
    disabledAt: at('disabled_at'),
    lastSellerId: integer('last_seller_id').references(() => sellers.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().default(clockNow),
    credentialsChangedAt: at('credentials_changed_at'),
  },
  () => [
    check('users_email_check', sql`email = lower(email) and length(email) <= 254`),
    check('users_name_check', sql`length(name) between 1 and 200`),
    check('users_locale_check', among('locale', locales)),
    check('login_name_is_proven', sql`email_confirmed_at is not null or email like '%@sign-on.invalid'`),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: sql`id = ${setting('user_id')}` }),
  ],
)

/** The memberships of a person in stores, with their role. */
export const members = pgTable(
  'members',
  {
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id, { onDelete: 'cascade' }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: sellerRoles }).notNull(),
    createdAt: at('created_at').notNull().default(clockNow),
    issuer: textC('issuer'),
    roleSince: at('role_since').notNull().default(portalNow),
  },
  (table) => [
    primaryKey({ name: 'members_pkey', columns: [table.sellerId, table.userId] }),
    check('members_role_check', among('role', sellerRoles)),
    index('members_user').on(table.userId),
    ofOwner(),
    pgPolicy('own_store', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    pgPolicy('batch', { for: 'select', to: 'portal_batch', using: everything }),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnPerson }),
  ],
)

/** The staff of a marketplace. */
export const staff = pgTable(
  'staff',
  {
    userId: integer('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    roles: text('roles', { enum: staffRoles }).array().notNull(),
    marketplaceId: integer('marketplace_id')
      .notNull()
      .references(() => marketplaces.id),
  },
  (table) => [
    index('staff_marketplace').on(table.marketplaceId),
    check('staff_roles_check', sql`roles <@ ${arrayOf(staffRoles)} and cardinality(roles) > 0`),
    ofOwner(),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnPerson }),
    pgPolicy('leave', { for: 'delete', to: 'portal_people', using: isOwnPerson }),
  ],
)

/** The subject of an OpenID provider is one person here. */
export const identities = pgTable(
  'identities',
  {
    issuer: textC('issuer').notNull(),
    subject: textC('subject').notNull(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull().default(clockNow),
    id: uuid('id').notNull().defaultRandom().unique(),
  },
  (table) => [
    primaryKey({ name: 'identities_pkey', columns: [table.issuer, table.subject] }),
    index('identities_user').on(table.userId),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnPerson }),
  ],
)
