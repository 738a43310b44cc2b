import { bigint, boolean, customType, integer, interval, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Bytes; sealed secrets, hashes, keys. */
const bytea = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value),
})

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const users = pgTable('users', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  email: text('email').notNull(),
  emailConfirmedAt: at('email_confirmed_at'),
  name: text('name').notNull(),
  locale: text('locale', { enum: ['zh-CN', 'zh-TW', 'en'] }).notNull(),
  passwordHash: text('password_hash'),
  passwordStandsAlone: boolean('password_stands_alone').notNull().default(false),
  demo: boolean('demo').notNull().default(false),
  disabledAt: at('disabled_at'),
  lastSellerId: integer('last_seller_id'),
  createdAt: at('created_at').notNull().defaultNow(),
})

export const members = pgTable(
  'members',
  {
    sellerId: integer('seller_id').notNull(),
    userId: integer('user_id').notNull(),
    role: text('role', { enum: ['owner', 'manager', 'finance', 'viewer'] }).notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.sellerId, table.userId] })],
)

export const staff = pgTable('staff', {
  userId: integer('user_id').primaryKey(),
  roles: text('roles').array().notNull(),
})

export const identities = pgTable(
  'identities',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: integer('user_id').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] })],
)

export const sessions = pgTable('sessions', {
  id: uuid('id').primaryKey().defaultRandom(),
  tokenHash: bytea('token_hash').notNull(),
  userId: integer('user_id').notNull(),
  method: text('method', { enum: ['password', 'marketplace', 'link', 'demo'] }).notNull(),
  secondFactor: text('second_factor', { enum: ['totp', 'passkey', 'recovery', 'marketplace', 'demo'] }),
  secondFactorAt: at('second_factor_at'),
  wrongCodes: smallint('wrong_codes').notNull().default(0),
  sellerId: integer('seller_id'),
  address: text('address').notNull().default(''),
  agent: text('agent').notNull().default(''),
  idle: interval('idle').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  seenAt: at('seen_at').notNull().defaultNow(),
  endsAt: at('ends_at').notNull(),
})

export const challenges = pgTable(
  'challenges',
  {
    sessionId: uuid('session_id').notNull(),
    purpose: text('purpose', { enum: ['totp-enrol', 'passkey-enrol', 'passkey-use', 'identity-link'] }).notNull(),
    secret: bytea('secret').notNull(),
    endsAt: at('ends_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.purpose] })],
)

export const totpFactors = pgTable('totp_factors', {
  userId: integer('user_id').primaryKey(),
  secret: bytea('secret').notNull(),
  lastCounter: bigint('last_counter', { mode: 'number' }).notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
})

export const passkeys = pgTable('passkeys', {
  id: text('id').primaryKey(),
  userId: integer('user_id').notNull(),
  publicKey: bytea('public_key').notNull(),
  counter: bigint('counter', { mode: 'number' }).notNull(),
  transports: text('transports').array().notNull(),
  label: text('label').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  usedAt: at('used_at'),
})

export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: integer('user_id').notNull(),
    codeHash: bytea('code_hash').notNull(),
    usedAt: at('used_at'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
)

export const devices = pgTable('devices', {
  tokenHash: bytea('token_hash').primaryKey(),
  userId: integer('user_id').notNull(),
  usedAt: at('used_at').notNull().defaultNow(),
})

export const invitations = pgTable('invitations', {
  id: uuid('id').primaryKey().defaultRandom(),
  tokenHash: bytea('token_hash').notNull(),
  sellerId: integer('seller_id'),
  role: text('role', { enum: ['owner', 'manager', 'finance', 'viewer'] }),
  staffRoles: text('staff_roles').array(),
  email: text('email').notNull(),
  name: text('name').notNull().default(''),
  locale: text('locale', { enum: ['zh-CN', 'zh-TW', 'en'] }).notNull(),
  sent: integer('sent').notNull().default(1),
  createdAt: at('created_at').notNull().defaultNow(),
  endsAt: at('ends_at').notNull(),
  acceptedAt: at('accepted_at'),
  acceptedBy: integer('accepted_by'),
  withdrawnAt: at('withdrawn_at'),
})

export const links = pgTable('links', {
  tokenHash: bytea('token_hash').primaryKey(),
  kind: text('kind', { enum: ['password', 'email'] }).notNull(),
  userId: integer('user_id').notNull(),
  email: text('email').notNull(),
  endsAt: at('ends_at').notNull(),
  usedAt: at('used_at'),
})
