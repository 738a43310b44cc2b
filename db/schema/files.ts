import { sql } from 'drizzle-orm'
import { check, index, integer, pgPolicy, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { maxKeptBytes, mediaTypes, type Purpose, purposes } from '#server/files/schema.ts'
import { at, bytea, portalNow } from './columns.ts'
import { everything, isOwnSeller, ofOwner, toReviewers } from './row-security.ts'
import { sellers } from './sellers.ts'

const names = Object.keys(purposes) as [Purpose, ...Purpose[]]

/** What each purpose takes, as the table of purposes has it. */
const accepted = names
  .map((name) => `(purpose = '${name}' and media_type in ('${purposes[name].mediaTypes.join("', '")}') and size <= ${maxKeptBytes(name)})`)
  .join(' or ')

/**
 * Files that people upload, sealed. They lie in the database: in one commit with what they belong to, in its backups, behind its locks; and
 * on no disk that serves files. The row outlives the bytes.
 */
export const files = pgTable(
  'files',
  {
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id),
    id: uuid('id').notNull(),
    purpose: text('purpose', { enum: names }).notNull(),
    mediaType: text('media_type', { enum: mediaTypes }).notNull(),
    size: integer('size').notNull(),
    sha256: bytea('sha256').notNull(),
    sealed: bytea('sealed'),
    keptAt: at('kept_at').notNull().default(portalNow),
    retainedFrom: at('retained_from'),
    removedAt: at('removed_at'),
  },
  (table) => [
    primaryKey({ name: 'files_pkey', columns: [table.sellerId, table.id] }),
    check('files_purpose_check', sql.raw(accepted)),
    check('files_size_check', sql`size >= 0`),
    check('files_sha256_check', sql`octet_length(sha256) = 32`),
    check('files_sealed_check', sql`octet_length(sealed) between size + 1 and size + 64`),
    check('files_removed_check', sql`(sealed is null) = (removed_at is not null)`),
    index('files_retained')
      .on(table.purpose, table.retainedFrom)
      .where(sql`removed_at is null and retained_from is not null`),
    ofOwner(),
    pgPolicy('own', { to: 'portal_people', using: isOwnSeller, withCheck: isOwnSeller }),
    pgPolicy('batch', { to: 'portal_batch', using: everything, withCheck: sql`sealed is null` }),
    toReviewers('files', "purpose in ('release_proof', 'identity_page')"),
  ],
)
