// The rows that each role may change by design. Any other change is a violation, even if a privilege permits it.

/** The settings of a statement's transaction: the person and the store, as a request of theirs sets them. */
export type Context = {
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly user: number
  readonly seller: number
}

/** The rows of each table that may change: all, new ones only, or those of a condition. */
export type May = Readonly<Record<string, 'all' | 'new' | (string & {})>>

const people = ({ user, seller }: Context): May => {
  const own = Object.fromEntries(
    ['sessions', 'totp_factors', 'passkeys', 'recovery_codes', 'devices', 'links', 'identities', 'act_proofs', 'proven_networks'].map(
      (table) => [table, `user_id = ${user}`],
    ),
  )
  const ofStore = Object.fromEntries(
    [
      ...['invitations', 'saved_views', 'release_requests', 'release_proofs', 'files', 'terms_acceptances', 'money_freezes'],
      ...['books', 'movements', 'book_days'], // postings of its members
    ].map((table) => [table, `seller_id = ${seller}`]),
  )
  return {
    ...own,
    ...ofStore,
    users: `id = ${user}`,
    sellers: `id = ${seller}`,
    challenges: `session_id in (select id from public.sessions where user_id = ${user})`,
    audit: 'new',
    audit_addresses: 'new',
    graphile_worker: 'all', // it enqueues jobs
  }
}

/** Books events and runs jobs: it may change what events describe, and delete what has expired. */
const batch: May = {
  lines: 'all',
  sellers: 'all',
  parked: 'all',
  events: 'new',
  booked_sums: 'all',
  key_requests: 'all',
  refunds: 'new',
  holds: 'all',
  mails: 'all',
  sessions: 'all', // it ends expired ones
  act_proofs: 'all', // deleted with their session
  challenges: 'all',
  devices: 'all',
  proven_networks: 'all',
  links: 'all',
  throttles: 'all',
  invitations: 'all', // it invites the person whom an event names, and withdraws invitations
  files: 'all',
  audit: 'new',
  audit_addresses: 'all',
  graphile_worker: 'all',
}

/** Authenticates people and keys. It creates the user and the membership of a person whom a marketplace's OpenID provider names. */
const gate: May = {
  throttles: 'all',
  key_requests: 'all',
  users: 'new',
  identities: 'new',
  members: 'new',
  audit: 'new',
  audit_addresses: 'new',
  graphile_worker: 'all',
}

/** The rows that a role may change with these settings. */
export function mayChange(role: string, context: Context): May {
  if (role === 'portal_people') return people(context)
  if (role === 'portal_batch') return batch
  if (role === 'portal_gate') return gate
  if (role === 'portal_staff') return { audit: 'new', audit_addresses: 'new', graphile_worker: 'all' }
  if (role === 'portal_queue') return { graphile_worker: 'all' }
  return {}
}

/** Functions whose effect the role needs and that have their own tests; the attack does not call them. */
export const byDesign: Readonly<Record<string, readonly string[]>> = { portal_batch: ['public.ledger_post'] }
