import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { attemptStates, documentPages, documentTypes, type Reasons, regions } from '#server/identity/schema.ts'
import { among, at, bytea, portalNow } from './columns.ts'
import { files } from './files.ts'
import { users } from './people.ts'
import { isOwnSeller, ofOwner, toReviewers } from './row-security.ts'
import { sellers } from './sellers.ts'

/** A store's attempts to prove who its owner is. What was typed of the document is sealed; staff's side of it is not shown to the store. */
export const identityAttempts = pgTable(
  'identity_attempts',
  {
    sellerId: integer('seller_id')
      .notNull()
      .references(() => sellers.id),
    id: uuid('id').notNull().defaultRandom(),
    state: text('state', { enum: attemptStates }).notNull().default('draft'),
    region: text('region', { enum: regions }).notNull(),
    documentType: text('document_type', { enum: documentTypes }).notNull(),
    typed: bytea('typed'),
    startedAt: at('started_at').notNull().default(portalNow),
    startedBy: integer('started_by')
      .notNull()
      .references(() => users.id),
    submittedAt: at('submitted_at'),
    decidedAt: at('decided_at'),
    reasons: jsonb('reasons').$type<Reasons>(),
    remark: text('remark'),
    takenBy: integer('taken_by').references(() => users.id),
    takenName: text('taken_name'),
    takenUntil: at('taken_until'),
    decidedName: text('decided_name'),
  },
  (table) => [
    primaryKey({ name: 'identity_attempts_pkey', columns: [table.sellerId, table.id] }),
    unique('identity_attempts_id').on(table.id),
    check('identity_attempts_state_check', among('state', attemptStates)),
    check('identity_attempts_region_check', among('region', regions)),
    check('identity_attempts_document_type_check', among('document_type', documentTypes)),
    check('identity_attempts_typed_check', sql`octet_length(typed) <= 4096`),
    check('identity_attempts_remark_check', sql`char_length(remark) <= 500`),
    check('identity_attempts_submitted_check', sql`(state = 'draft') = (submitted_at is null) and (state = 'draft' or typed is not null)`),
    check('identity_attempts_decided_check', sql`(state in ('sent_back', 'approved')) = (decided_at is not null)`),
    // Why it was sent back; a draft that follows says what is still to be corrected.
    check(
      'identity_attempts_reasons_check',
      sql`case state when 'sent_back' then reasons is not null when 'draft' then true else reasons is null end`,
    ),
    check('identity_attempts_taken_check', sql`(taken_by is null) = (taken_until is null) and (taken_by is null) = (taken_name is null)`),
    uniqueIndex('identity_attempts_open')
      .on(table.sellerId)
      .where(sql`state in ('draft', 'submitted')`),
    // Staff read the queue from the oldest on, and the decided ones from the newest on.
    index('identity_attempts_queue')
      .on(table.submittedAt, table.id)
      .where(sql`state = 'submitted'`),
    index('identity_attempts_decided')
      .on(table.decidedAt, table.id)
      .where(sql`decided_at is not null`),
    ofOwner(),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    pgPolicy('begin', { for: 'insert', to: 'portal_people', withCheck: sql`${isOwnSeller} and state = 'draft'` }),
    // A store changes a draft and submits it; what becomes of it afterwards, staff decide.
    pgPolicy('edit', {
      for: 'update',
      to: 'portal_people',
      using: sql`${isOwnSeller} and state = 'draft'`,
      withCheck: sql`${isOwnSeller} and state in ('draft', 'submitted')`,
    }),
    toReviewers('identity_attempts', "state <> 'draft'"),
  ],
)

/** A store changes the pictures of a draft alone. */
const ofDraft = sql`${isOwnSeller} and exists (
      select from identity_attempts a where a.seller_id = identity_pages.seller_id and a.id = identity_pages.attempt and a.state = 'draft')`

/** Pictures of the document's pages. */
export const identityPages = pgTable(
  'identity_pages',
  {
    sellerId: integer('seller_id').notNull(),
    attempt: uuid('attempt').notNull(),
    page: text('page', { enum: documentPages }).notNull(),
    file: uuid('file').notNull(),
  },
  (table) => [
    primaryKey({ name: 'identity_pages_pkey', columns: [table.sellerId, table.attempt, table.page] }),
    check('identity_pages_page_check', among('page', documentPages)),
    foreignKey({
      name: 'identity_pages_attempt_fk',
      columns: [table.sellerId, table.attempt],
      foreignColumns: [identityAttempts.sellerId, identityAttempts.id],
    }),
    foreignKey({ name: 'identity_pages_file_fk', columns: [table.sellerId, table.file], foreignColumns: [files.sellerId, files.id] }),
    index('identity_pages_file').on(table.sellerId, table.file),
    ofOwner(),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    pgPolicy('send', { for: 'insert', to: 'portal_people', withCheck: ofDraft }),
    pgPolicy('remove', { for: 'delete', to: 'portal_people', using: ofDraft }),
    toReviewers('identity_pages'),
  ],
)

/** Who a store's owner is, as staff have found. Nothing that the marketplace sends changes it. */
export const verifiedIdentities = pgTable(
  'verified_identities',
  {
    sellerId: integer('seller_id')
      .primaryKey()
      .references(() => sellers.id),
    attempt: uuid('attempt').notNull(),
    name: text('name').notNull(),
    latinName: text('latin_name').notNull(),
    verifiedAt: at('verified_at').notNull(),
    renewBy: at('renew_by').notNull(),
  },
  (table) => [
    check('verified_identities_name_check', sql`char_length(name) between 1 and 128 and char_length(latin_name) <= 128`),
    foreignKey({
      name: 'verified_identities_attempt_fk',
      columns: [table.sellerId, table.attempt],
      foreignColumns: [identityAttempts.sellerId, identityAttempts.id],
    }),
    ofOwner(),
    pgPolicy('own', { for: 'select', to: 'portal_people', using: isOwnSeller }),
    toReviewers('verified_identities'),
  ],
)
