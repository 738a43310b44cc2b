import { sql } from 'drizzle-orm'
import { check, index, integer, interval, pgPolicy, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { among, at, bytea, clockNow, textC } from './columns.ts'
import { users } from './people.ts'
import { everything, isOwnPerson, ofOwner } from './row-security.ts'

const signInMethods = ['password', 'marketplace', 'link', 'demo'] as const

const secondFactors = ['totp', 'passkey', 'recovery', 'marketplace', 'demo'] as const

/** A session. The cookie holds a token of 256 bits and the row its hash: once the row is deleted, the next call is 401. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    tokenHash: bytea('token_hash').notNull().unique(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    method: text('method', { enum: signInMethods }).notNull(),
    issuer: textC('issuer'),
    secondFactor: text('second_factor', { enum: secondFactors }),
    secondFactorAt: at('second_factor_at'),
    wrongCodes: smallint('wrong_codes').notNull().default(0),
    idle: interval('idle').notNull(),
    createdAt: at('created_at').notNull().default(clockNow),
    seenAt: at('seen_at').notNull().default(clockNow),
    endsAt: at('ends_at').notNull(),
    client: bytea('client'),
  },
  (table) => [
    check('sessions_token_hash_check', sql`octet_length(token_hash) = 32`),
    check('sessions_method_check', among('method', signInMethods)),
    check('sessions_issuer_check', sql`(method = 'marketplace') = (issuer is not null)`),
    check('sessions_second_factor_check', among('second_factor', secondFactors)),
    check('sessions_check', sql`(second_factor is null) = (second_factor_at is null)`),
    index('sessions_user').on(table.userId),
    index('sessions_end').on(table.endsAt),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnPerson }),
    pgPolicy('batch', { to: 'portal_batch', using: everything }),
  ],
)

const challengePurposes = ['totp-enrol', 'passkey-enrol', 'passkey-use', 'identity-link'] as const

/** Open challenges of a session: the sealed secret of a TOTP being enrolled, the challenge of a passkey. */
export const challenges = pgTable(
  'challenges',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: challengePurposes }).notNull(),
    secret: bytea('secret').notNull(),
    endsAt: at('ends_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'challenges_pkey', columns: [table.sessionId, table.purpose] }),
    check('challenges_purpose_check', among('purpose', challengePurposes)),
    ofOwner(),
    pgPolicy('own', {
      to: 'portal_people',
      using: sql`exists (select from sessions s where s.id = challenges.session_id and s.${isOwnPerson})`,
    }),
  ],
)

/**
 * Proofs of acts: at most one question is open in a session, with the hash of the act's content. Counts wrong answers too; five of them
 * cause a pause.
 */
export const actProofs = pgTable(
  'act_proofs',
  {
    sessionId: uuid('session_id')
      .primaryKey()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    act: bytea('act'),
    nonce: bytea('nonce'),
    endsAt: at('ends_at'),
    wrong: smallint('wrong').notNull().default(0),
    freeAt: at('free_at').notNull().default(clockNow),
  },
  (table) => [
    check('act_proofs_act_check', sql`octet_length(act) = 32`),
    check('act_proofs_nonce_check', sql`octet_length(nonce) = 32`),
    check('act_proofs_check', sql`(act is null) = (nonce is null)`),
    check('act_proofs_check1', sql`(act is null) = (ends_at is null)`),
    index('act_proofs_user').on(table.userId),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnPerson, withCheck: isOwnPerson }),
  ],
)

/** Known devices: browsers that have signed in before. They have their own limit of tries, so that a stranger's guesses don't delay the owner. */
export const devices = pgTable(
  'devices',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    usedAt: at('used_at').notNull().default(clockNow),
  },
  (table) => [
    check('devices_token_hash_check', sql`octet_length(token_hash) = 32`),
    index('devices_user').on(table.userId),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnPerson }),
    pgPolicy('batch', { to: 'portal_batch', using: everything }),
  ],
)

/**
 * Networks from which a person has proven both factors; tries from them have their own limit, also in a new browser. A keyed hash, as in
 * throttles.
 */
export const provenNetworks = pgTable(
  'proven_networks',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    network: bytea('network').notNull(),
    usedAt: at('used_at').notNull().default(clockNow),
  },
  (table) => [
    primaryKey({ name: 'proven_networks_pkey', columns: [table.userId, table.network] }),
    check('proven_networks_network_check', sql`octet_length(network) = 32`),
    index('proven_networks_used').on(table.usedAt),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything }),
  ],
)

/** Tries per account, address and portal. The key is a keyed hash: no e-mail and no address of people who never signed in. */
export const throttles = pgTable(
  'throttles',
  {
    key: bytea('key').primaryKey(),
    tries: integer('tries').notNull(),
    lastAt: at('last_at').notNull(),
    freeAt: at('free_at').notNull(),
  },
  (table) => [
    index('throttles_age').on(table.lastAt),
    ofOwner(),
    pgPolicy('batch', { to: 'portal_batch', using: everything }),
    pgPolicy('gate', { to: 'portal_gate', using: everything, withCheck: everything }),
  ],
)
