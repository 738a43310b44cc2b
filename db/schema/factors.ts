import { bigint, index, integer, pgPolicy, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, bytea, clockNow, textC } from './columns.ts'
import { users } from './people.ts'
import { isOwnPerson, ofOwner } from './row-security.ts'

/** Authenticator apps. `last_counter` is the newest accepted 30-second step, so a code is never accepted twice (RFC 6238 §5.2). */
export const totpFactors = pgTable(
  'totp_factors',
  {
    userId: integer('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    secret: bytea('secret').notNull(),
    lastCounter: bigint('last_counter', { mode: 'number' }).notNull(),
    createdAt: at('created_at').notNull().default(clockNow),
  },
  () => [ofOwner(), pgPolicy('own', { to: 'portal_people', using: isOwnPerson })],
)

/** A person's passkeys (WebAuthn). */
export const passkeys = pgTable(
  'passkeys',
  {
    id: textC('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    publicKey: bytea('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: text('transports').array().notNull(),
    label: text('label').notNull(),
    createdAt: at('created_at').notNull().default(clockNow),
    usedAt: at('used_at'),
  },
  (table) => [index('passkeys_user').on(table.userId), ofOwner(), pgPolicy('own', { to: 'portal_people', using: isOwnPerson })],
)

/** Recovery codes for a lost second factor, each valid once; only their hashes are stored. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    codeHash: bytea('code_hash').notNull(),
    usedAt: at('used_at'),
    createdAt: at('created_at').notNull().default(clockNow),
  },
  (table) => [
    primaryKey({ name: 'recovery_codes_pkey', columns: [table.userId, table.codeHash] }),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnPerson }),
  ],
)
