// What each role may change by design. Whatever else a statement changes is a violation, whichever right let it.

/** With whose settings a statement runs: the person and the store of a transaction, as a request of theirs sets them. */
export type Context = {
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly user: number
  readonly seller: number
}

/** Rows that may change: all of a table, those that were not there before, or those of a condition. */
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
      ...['books', 'movements', 'book_days'], // what its members post
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
    graphile_worker: 'all', // jobs that it asks for
  }
}

/** Books events and runs jobs: it may change what the marketplace announces, and forget what is over. */
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
  sessions: 'all', // it ends those that have timed out
  act_proofs: 'all', // they go with their session
  challenges: 'all',
  devices: 'all',
  proven_networks: 'all',
  links: 'all',
  throttles: 'all',
  invitations: 'all', // it invites who a store named, and withdraws
  files: 'all',
  audit: 'new',
  audit_addresses: 'all',
  graphile_worker: 'all',
}

/** Finds out who somebody is. Whom a marketplace's provider names it lets in: no other row says so. */
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

/** Tables in which a role may change rows. */
export function mayChange(role: string, context: Context): May {
  if (role === 'portal_people') return people(context)
  if (role === 'portal_batch') return batch
  if (role === 'portal_gate') return gate
  if (role === 'portal_staff') return { audit: 'new', audit_addresses: 'new', graphile_worker: 'all' }
  if (role === 'portal_queue') return { graphile_worker: 'all' }
  return {}
}

/** Functions whose effect is what they are for: the only way to it, judged by tests of their own. */
export const byDesign: Readonly<Record<string, readonly string[]>> = { portal_batch: ['public.ledger_post'] }
