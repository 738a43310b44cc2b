import type { ownerClient } from '#db/client.ts'
import { delivered, held, newMarketplace, paid, refunded, released, upserted } from '#db/test/events.ts'
import { postEvents } from '#server/orders/index.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import type { Names } from './statements.ts'

type Owner = ReturnType<typeof ownerClient>

/** Creates a victim and an attacker, each with a store, money and a row in every table of a person; and a member of staff. */
export async function fillDatabase(owner: Owner): Promise<Names> {
  const marketplace = await newMarketplace()
  await postEvents(
    marketplace,
    ['victim', 'thief'].flatMap((seller) => [
      upserted({ seller, name: seller, email: `${seller}@shop.example` }),
      paid(10_000n, { seller, order: `order-${seller}`, line: 'waits' }),
      paid(20_000n, { seller, order: `order-${seller}`, line: 'released' }),
      released({ seller, order: `order-${seller}`, line: 'released', margin: 500n }),
      refunded(1_000n, { seller, order: `order-${seller}`, line: 'released' }),
      held({ seller, order: `order-${seller}`, line: 'waits' }),
      delivered({ seller, order: `order-${seller}`, line: 'never-paid' }),
    ]),
  )
  await owner`update sellers set opened_at = now() where marketplace_id = ${marketplace}`
  await owner`insert into api_keys (id, marketplace_id, token_hash, scopes, requests_per_minute)
    values ('key', ${marketplace}, ${tokenHash(randomToken())}, array['read'], 100)`
  await owner`insert into signing_secrets (marketplace_id, slot, cipher) values (${marketplace}, 1, 'x')`
  await owner`insert into demo (marketplace_id, seed, today, scale, posted_to) values (${marketplace}, 'x', now(), 1, now())`
  await owner`insert into rates (base, quote, at, rate, source) values ('USD', 'CNY', now(), 7.1, 'bank')`
  const [victim, thief] = [await fill(owner, marketplace, 'victim'), await fill(owner, marketplace, 'thief')]
  const [staff] = await owner<[{ id: number }]>`
    insert into users (email, email_confirmed_at, name, locale, password_hash) values ('staff@example.com', now(), 'Staff', 'en', 'x') returning id`
  await owner`insert into staff (user_id, roles, marketplace_id) values (${staff.id}, array['reviewer'], ${marketplace})`
  await owner`
    insert into owner_replacements (seller_id, email, reason, made_by) values (${victim.seller}, 'heir@example.com', 'the owner has left', ${staff.id})`
  const [nobody] = await owner<[{ id: number }]>`
    insert into users (email, email_confirmed_at, name, locale) values ('nobody@example.com', now(), 'Nobody', 'en') returning id`
  const uuids = await owner<{ id: string }[]>`
    select id from invitations union all select id from sessions union all select id from release_requests
    union all select id from identity_attempts union all select gen_random_uuid()`
  return { victim, thief, nobody: nobody.id, uuids: uuids.map((row) => row.id), hash: `\\x${tokenHash(randomToken()).toString('hex')}` }
}

async function fill(owner: Owner, marketplace: number, name: string): Promise<Names['victim']> {
  const hash = () => tokenHash(randomToken())
  const [email, key] = [`${name}@example.com`, Buffer.from('key')]
  const [{ seller }] = await owner<[{ seller: number }]>`
    select id as seller from sellers where marketplace_id = ${marketplace} and external_id = ${name}`
  const [{ user }] = await owner<[{ user: number }]>`
    insert into users (email, email_confirmed_at, name, locale, password_hash) values (${email}, now(), ${name}, 'en', 'x') returning id as user`
  await owner`insert into members (seller_id, user_id, role) values (${seller}, ${user}, 'owner')`
  const [{ session }] = await owner<[{ session: string }]>`
    insert into sessions (token_hash, user_id, method, second_factor, second_factor_at, idle, ends_at)
    values (${hash()}, ${user}, 'password', 'totp', now(), '15 minutes', now() + interval '1 hour') returning id as session`
  await owner`insert into challenges (session_id, purpose, secret, ends_at) values (${session}, 'passkey-use', ${key}, now() + interval '1 hour')`
  await owner`insert into totp_factors (user_id, secret, last_counter) values (${user}, ${key}, 1)`
  await owner`insert into passkeys (id, user_id, public_key, counter, transports, label) values (${name}, ${user}, ${key}, 0, '{}', 'x')`
  await owner`insert into recovery_codes (user_id, code_hash) values (${user}, ${hash()})`
  await owner`insert into devices (token_hash, user_id) values (${hash()}, ${user})`
  await owner`insert into links (token_hash, kind, user_id, email, ends_at) values (${hash()}, 'password', ${user}, ${email}, now() + interval '1 hour')`
  await owner`insert into identities (issuer, subject, user_id) values ('https://centre.example', ${name}, ${user})`
  await owner`
    insert into invitations (token_hash, seller_id, role, email, locale, ends_at)
    values (${hash()}, ${seller}, 'viewer', ${`guest-of-${name}@example.com`}, 'en', now() + interval '1 day')`
  await owner`insert into act_proofs (session_id, user_id, wrong) values (${session}, ${user}, 1)`
  await owner`insert into money_freezes (user_id, seller_id) values (${user}, ${seller})`
  await owner`insert into proven_networks (user_id, network) values (${user}, ${hash()})`
  await owner`insert into audit (actor_kind, action, seller_id) values ('job', 'x', ${seller})`
  await owner`insert into throttles (key, tries, last_at, free_at) values (${hash()}, 3, now(), now())`
  await owner`insert into saved_views (seller_id, user_id, name, currency, filter) values (${seller}, ${user}, 'mine', 'USD', '{}')`
  await owner`insert into terms_acceptances (seller_id, user_id, version, locale, text_hash) values (${seller}, ${user}, '1', 'en', ${hash()})`
  await owner`
    with request as (
      insert into release_requests (seller_id, line, asked_by, asked_name, note)
      select seller_id, key, ${user}, ${name}, 'x' from lines where seller_id = ${seller} and released_at is null limit 1 returning *),
    file as (
      insert into files (seller_id, id, purpose, media_type, size, sha256, sealed)
      select seller_id, id, 'release_proof', 'application/pdf', 1, ${hash()}, 'xx' from request returning *)
    insert into release_proofs (seller_id, request, position, file) select seller_id, id, 0, id from file`
  await owner`
    insert into proposals (marketplace_id, seller_id, purpose, subject, content, content_hash, maker, maker_name, expires_at)
    select ${marketplace}, seller_id, 'release_decision', id, '{}', sha256('{}'), ${user}, 'x', portal_now() + interval '1 day'
    from release_requests where seller_id = ${seller}`
  await owner`
    insert into release_decisions (seller_id, request, decided_by, decided_name, currency, amount)
    select seller_id, id, ${user}, 'x', 'USD', 1 from release_requests where seller_id = ${seller}`
  await fillIdentity(owner, seller, user)
  return { user, seller, email }
}

/** A document that waits for a reviewer, with a picture, and the name that was verified before. */
async function fillIdentity(owner: Owner, seller: number, user: number): Promise<void> {
  await owner`
    with attempt as (
      insert into identity_attempts (seller_id, state, region, document_type, typed, started_by, submitted_at)
      values (${seller}, 'submitted', 'CN', 'resident_id', 'x', ${user}, now()) returning *),
    file as (
      insert into files (seller_id, id, purpose, media_type, size, sha256, sealed)
      select seller_id, gen_random_uuid(), 'identity_page', 'image/png', 1, sha256('x'), 'xx' from attempt returning *),
    page as (
      insert into identity_pages (seller_id, attempt, page, file)
      select attempt.seller_id, attempt.id, 'front', file.id from attempt, file)
    insert into verified_identities (seller_id, attempt, name, latin_name, verified_at, renew_by)
    select seller_id, id, 'x', '', now(), now() + interval '1 year' from attempt`
}
