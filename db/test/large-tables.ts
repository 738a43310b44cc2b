import type { Sql } from 'postgres'
import { manyMovements } from './many-movements.ts'

/** So many rows that reading all of them is a mistake, whoever asks. */
export const many = 20_000

/** Tables whose rows are few for ever: one, one a figure, or what staff set up. Every other one grows. */
const few = [
  ...['key_requests', 'installation', 'demo', 'policies', 'marketplaces', 'api_keys', 'signing_secrets', 'staff'],
  'owner_replacements',
]

/**
 * Fills every table that grows: a book of 200,000 movements with 200,000 child orders for one seller (360 days, a few hundred orders
 * still open), and a crowd of sellers, people, sessions and what else they leave behind. A hundred of the crowd have 200 orders each
 * (`crowd-7` is one), with their movements, events and requests: to Postgres the average seller is a small one.
 * @param owner a connection of the database's owner
 * @param large the seller, with a user who belongs to it; nothing has been booked in its dollars yet
 */
export async function fillTables(owner: Sql<{ bigint: bigint }>, large: { sellerId: number; userId: number }): Promise<void> {
  const { sellerId, userId } = large
  // A vacuum reads what a BRIN index lacks from end to end, and would do so while somebody counts.
  await owner.unsafe('alter table movements set (autovacuum_enabled = off); alter table events set (autovacuum_enabled = off)')
  await manyMovements(owner, { sellerId, currency: 'USD', count: 200_000, days: 360, until: Date.now() })
  await owner.unsafe(crowd + historyOf(sellerId, userId))
  await owner.unsafe('vacuum analyze')
}

/** Tables that grow and hold less than they should: none, or a new one that nobody fills. */
export async function emptyTables(owner: Sql<{ bigint: bigint }>): Promise<string[]> {
  const rows = await owner<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and reltuples < ${many} and relname <> all(${few})`
  return rows.map(({ name }) => name)
}

const each = `generate_series(1, ${many}) as n`
const bytes = (text: string) => `sha256((${text})::text::bytea)`

const crowd = `
  insert into sellers (marketplace_id, external_id, name, upserted_at, opened_at)
    select (select min(id) from marketplaces), 'crowd-' || n, 'Crowd ' || n, now(), now() from ${each};
  insert into users (email, email_confirmed_at, name, locale) select 'crowd-' || n || '@example.com', now(), 'Crowd ' || n, 'en' from ${each};
  create temporary table pair as
    select row_number() over (order by s.id) as n, s.id as seller_id, u.id as user_id
    from sellers s join users u on u.email = s.external_id || '@example.com';
  insert into members (seller_id, user_id, role) select seller_id, user_id, 'owner' from pair;
  insert into saved_views (seller_id, user_id, name, currency, filter) select seller_id, user_id, 'x', 'USD', '{}' from pair;
  insert into identities (issuer, subject, user_id) select 'https://mall.example', n, user_id from pair;
  insert into sessions (token_hash, user_id, method, idle, ends_at)
    select ${bytes("'session' || n")}, user_id, 'password', '15 minutes', now() + interval '12 hours' from pair;
  insert into challenges (session_id, purpose, secret, ends_at) select id, 'passkey-use', 'x', now() from sessions where method = 'password';
  insert into act_proofs (session_id, user_id) select id, user_id from sessions where method = 'password';
  insert into money_freezes (user_id, seller_id) select user_id, seller_id from pair;
  insert into totp_factors (user_id, secret, last_counter) select user_id, 'x', 0 from pair;
  insert into passkeys (id, user_id, public_key, counter, transports, label) select 'crowd-' || n, user_id, 'x', 0, '{}', 'x' from pair;
  insert into recovery_codes (user_id, code_hash) select user_id, 'x' from pair;
  insert into devices (token_hash, user_id) select ${bytes("'device' || n")}, user_id from pair;
  insert into proven_networks (user_id, network) select user_id, ${bytes("'network' || n")} from pair;
  insert into links (token_hash, kind, user_id, email, ends_at) select ${bytes("'link' || n")}, 'password', user_id, 'x', now() from pair;
  insert into throttles (key, tries, last_at, free_at) select ${bytes('n')}, 1, now(), now() from ${each};
  insert into invitations (token_hash, seller_id, role, email, locale, ends_at)
    select ${bytes("'invitation' || n")}, seller_id, 'viewer', 'crowd-' || n || '@example.com', 'en', now() from pair;
  insert into mails (id, kind, locale, letter) select gen_random_uuid(), 'invitation', 'en', 'x' from ${each};
  insert into audit (actor_kind, action, seller_id) select 'job', 'x', seller_id from pair;
  insert into audit_addresses (id, line, address) select gen_random_uuid(), id, 'x' from audit;
  insert into terms_acceptances (seller_id, user_id, version, locale, text_hash) select seller_id, user_id, '1', 'en', ${bytes('n')} from pair;
  insert into rates (base, quote, at, rate, source) select 'USD', 'CNY', now() - n * interval '1 hour', 7.1, 'x' from ${each};
  insert into books (seller_id, currency, as_of) select seller_id, 'USD', now() from pair;
  insert into booked_sums (sum, moved, booked_at, count, marketplace_id, type, currency, merged)
    select 0, 0, now() - n * interval '15 minutes', 1, (select min(id) from marketplaces), 3, 'USD', true from ${each};
  insert into book_days (available, pending, reserve, frozen, processing, debt, seller_id, version, day, currency)
    select 0, 0, 0, 0, 0, 0, seller_id, 0, '2026-01-01', 'USD' from pair;
  insert into parked (occurred_at, seller_id, type, key, hash, id, waits_for, event) select now(), seller_id, 3, gen_random_uuid(), gen_random_uuid(), n, 2, '{}' from pair;`

/** One of the seller's orders in five hundred is open, one of the crowd's in five: half of those wait, a quarter is held, a quarter is margin. */
const historyOf = (sellerId: number, userId: number) => `
  insert into lines (key, seller_id, state, currency, gross, net, pending, frozen, reserve, refunded, paid_at, delivered_at, released_at, order_id, line_id)
    select md5('history ' || n)::uuid, ${sellerId}, case n % 2000 when 0 then 3 when 500 then 1 when 1000 then 19 else 15 end,
      case when n % 3 = 0 then 'CNY' else 'USD' end, 100, 100, case when n % 1000 in (0, 500) and n % 2000 < 1000 then 100 else 0 end,
      case n % 2000 when 1000 then 100 else 0 end, case n % 2000 when 1500 then 100 else 0 end, 0,
      now() - n * interval '2 minutes', now() - n * interval '2 minutes' + interval '6 days',
      case when n % 2000 not in (0, 500, 1000) then now() - n * interval '2 minutes' + interval '21 days' end, 'history-' || n, 'history-' || n || '-1'
    from generate_series(1, 195000) as n;
  insert into events (occurred_at, booked_at, seller_id, type, key, hash, line, id)
    select paid_at, paid_at, seller_id, 2, md5('event ' || order_id)::uuid, key, key, order_id from lines where order_id like 'history-%';
  insert into holds (as_of, line, seller_id, open, hold_id, said_by)
    select paid_at, key, seller_id, false, 'default', order_id from lines where order_id like 'history-%';
  insert into refunds (line, refund_id, event, seller_id, amount)
    select md5('history ' || n)::uuid, n, md5('event history-' || n)::uuid, ${sellerId}, 1 from ${each};
  insert into book_days (available, pending, reserve, frozen, processing, debt, seller_id, version, day, currency)
    select 0, 0, 0, 0, 0, 0, ${sellerId}, (200000 / 360 * (360 - n)), current_date - n, 'USD' from generate_series(1, 360) as n;
  insert into lines (key, seller_id, state, currency, gross, net, pending, frozen, reserve, refunded, paid_at, delivered_at, released_at, order_id, line_id)
    select md5('crowd ' || k.n)::uuid, seller_id, case k.n / 100 % 20 when 0 then 3 when 5 then 1 when 10 then 19 else 15 end,
      case when k.n % 3 = 0 then 'CNY' else 'USD' end, 100, 100, case when k.n / 100 % 20 in (0, 5) then 100 else 0 end,
      case k.n / 100 % 20 when 10 then 100 else 0 end, case k.n / 100 % 20 when 15 then 100 else 0 end, 0,
      now() - k.n * interval '2 minutes', now() - k.n * interval '2 minutes' + interval '6 days',
      case when k.n / 100 % 20 not in (0, 5, 10) then now() - k.n * interval '2 minutes' + interval '21 days' end, 'crowd-' || k.n, 'crowd-' || k.n || '-1'
    from generate_series(1, ${many}) as k (n) join pair on pair.n = k.n % 100 + 1;
  insert into movements (seller_id, currency, version, kind, from_bucket, to_bucket, amount, balance_after, total_after, occurred_at, booked_at, cause, line)
    select l.seller_id, 'USD', row_number() over (partition by l.seller_id order by l.paid_at, k.kind), k.kind, k.source, k.target, 100, 0, 0,
      l.paid_at, l.paid_at, md5('crowd event ' || l.order_id || k.kind)::uuid, l.key
    from lines as l cross join (values (1, 7, 2), (2, 2, 1)) as k (kind, source, target) where l.order_id like 'crowd-%';
  insert into events (occurred_at, booked_at, seller_id, type, key, hash, line, id)
    select occurred_at, booked_at, seller_id, kind, cause, cause, line, cause::text from movements where seller_id <> ${sellerId};
  update books as b set version = m.version
    from (select seller_id, max(version) as version from movements where seller_id <> ${sellerId} group by 1) as m where m.seller_id = b.seller_id and b.currency = 'USD';
  insert into release_requests (seller_id, line, asked_by, asked_name, asked_at, note, decision, decided_at)
    select line.seller_id, line.key, ${userId}, 'Mei', now() - n * interval '1 hour', '', 'granted', now()
    from ${each} join lines as line on line.key = md5(case when n % 100 = 0 then 'history ' else 'crowd ' end || n)::uuid;
  insert into files (seller_id, id, purpose, media_type, size, sha256, sealed)
    select seller_id, id, 'release_proof', 'application/pdf', 1, sha256('x'), 'xx' from release_requests;
  insert into release_proofs (seller_id, request, position, file) select seller_id, id, 0, id from release_requests;
  insert into proposals (marketplace_id, seller_id, purpose, subject, content, content_hash, maker, maker_name, made_at, expires_at, state, checker, checker_name, ended_at)
    select (select min(id) from marketplaces), seller_id, 'release_decision', id, '{}', sha256('{}'), ${userId}, 'x', asked_at, asked_at + interval '1 day', 'approved',
      (select user_id from pair where n = 1), 'x', asked_at from release_requests;
  insert into release_decisions (seller_id, request, decided_by, decided_name, currency, amount, proposal)
    select r.seller_id, r.id, ${userId}, 'x', 'USD', 1, p.id from release_requests as r join proposals as p on p.subject = r.id;
  insert into identity_attempts (seller_id, id, state, region, document_type, typed, started_by, started_at, submitted_at, decided_at)
    select seller_id, md5('attempt ' || n)::uuid, case when n % 4000 = 0 then 'submitted' else 'approved' end, 'CN', 'resident_id', 'x', user_id,
      now() - n * interval '1 hour', now() - n * interval '1 hour', case when n % 4000 <> 0 then now() end from pair;
  insert into files (seller_id, id, purpose, media_type, size, sha256, sealed)
    select seller_id, id, 'identity_page', 'image/png', 1, sha256('x'), 'xx' from identity_attempts;
  insert into identity_pages (seller_id, attempt, page, file) select seller_id, id, 'front', id from identity_attempts;
  insert into verified_identities (seller_id, attempt, name, latin_name, verified_at, renew_by)
    select seller_id, id, 'x', '', now(), now() + interval '1 year' from identity_attempts;`
