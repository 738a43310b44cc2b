import { sql } from 'drizzle-orm'
import { check, index, integer, pgPolicy, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { proposalStates, type ProposalPurpose, purposes } from '#server/proposals/schema.ts'
import { among, at, bytea, portalNow } from './columns.ts'
import { marketplaces } from './marketplace.ts'
import { users } from './people.ts'
import { sellers } from './sellers.ts'
import { actingStaff, isActor, isOfStaffMarketplace, ofOwner } from './row-security.ts'

const names = Object.keys(purposes) as ProposalPurpose[]

/** That the acting person's roles allow a step of the row's purpose. */
const mayAct = (part: 'read' | 'make' | 'check') =>
  sql.raw(`case purpose ${names.map((name) => `when '${name}' then ${actingStaff(purposes[name][part])}`).join(' ')} else false end`)

/** That a proposal about a seller is about one of the marketplace's. */
const isAboutOwnSeller = sql`(seller_id is null or exists (
      select from sellers as s where s.id = proposals.seller_id and s.marketplace_id = proposals.marketplace_id))`

/** What one member of staff proposes and another one confirms (four eyes). The one who gains by it is neither of them. */
export const proposals = pgTable(
  'proposals',
  {
    marketplaceId: integer('marketplace_id')
      .notNull()
      .references(() => marketplaces.id),
    id: uuid('id').primaryKey().defaultRandom(),
    purpose: text('purpose', { enum: names as [ProposalPurpose] }).notNull(),
    subject: uuid('subject').notNull(),
    sellerId: integer('seller_id').references(() => sellers.id),
    content: text('content').notNull(),
    contentHash: bytea('content_hash').notNull(),
    beneficiary: integer('beneficiary').references(() => users.id),
    maker: integer('maker')
      .notNull()
      .references(() => users.id),
    makerName: text('maker_name').notNull(),
    madeAt: at('made_at').notNull().default(portalNow),
    expiresAt: at('expires_at').notNull(),
    state: text('state', { enum: proposalStates }).notNull().default('open'),
    checker: integer('checker').references(() => users.id),
    checkerName: text('checker_name'),
    remark: text('remark'),
    endedAt: at('ended_at'),
  },
  (table) => [
    unique('proposals_of_seller').on(table.sellerId, table.id),
    check('proposals_purpose_check', among('purpose', names)),
    check('proposals_state_check', among('state', proposalStates)),
    check('proposals_hash_check', sql`content_hash = sha256(convert_to(content, 'UTF8'))`),
    check('proposals_expiry_check', sql`expires_at > made_at and expires_at <= made_at + interval '31 days'`),
    check('proposals_ended_check', sql`(state = 'open') = (ended_at is null)`),
    check('proposals_checked_check', sql`(state in ('approved', 'declined')) = (checker is not null)`),
    check('proposals_checker_name_check', sql`(checker is null) = (checker_name is null)`),
    check('proposals_two_people_check', sql`checker <> maker`),
    check('proposals_beneficiary_check', sql`beneficiary is null or (beneficiary <> maker and beneficiary is distinct from checker)`),
    check('proposals_in_time_check', sql`state <> 'approved' or ended_at < expires_at`),
    check('proposals_expired_check', sql`state <> 'expired' or ended_at >= expires_at`),
    check('proposals_remark_check', sql`char_length(remark) <= 500`),
    uniqueIndex('proposals_open')
      .on(table.marketplaceId, table.purpose, table.subject)
      .where(sql`state = 'open'`),
    index('proposals_subject').on(table.subject, table.madeAt),
    ofOwner(),
    pgPolicy('read', { for: 'select', to: 'portal_staff', using: sql`${isOfStaffMarketplace} and ${mayAct('read')}` }),
    pgPolicy('make', {
      for: 'insert',
      to: 'portal_staff',
      withCheck: sql`${isOfStaffMarketplace} and state = 'open' and ${isActor('maker')} and ${isAboutOwnSeller} and ${mayAct('make')}`,
    }),
    pgPolicy('end', {
      for: 'update',
      to: 'portal_staff',
      using: sql`${isOfStaffMarketplace} and state = 'open'`,
      withCheck: sql`${isOfStaffMarketplace} and case state when 'withdrawn' then ${isActor('maker')} and ${mayAct('make')}
        when 'expired' then expires_at <= portal_now() and ${mayAct('make')}
        else expires_at > portal_now() and ${isActor('checker')} and ${mayAct('check')} end`,
    }),
  ],
)
