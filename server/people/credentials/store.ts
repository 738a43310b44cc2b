import type { Tx } from '#server/platform/tx.ts'
import type { Passkey } from '../factors/store.ts'

/** Hours for which a notice's link undoes a change, and from which invitations go with it. */
export const undoHours = 72

/** A person's factors and connected sign-ons at one instant, as a link that undoes a change keeps them; the app's secret is sealed. */
export type Factors = {
  readonly totp: { readonly secret: string; readonly lastCounter: number } | null
  readonly passkeys: readonly (Pick<Passkey, 'id' | 'counter' | 'transports' | 'label'> & { readonly publicKey: string })[]
  readonly identities: readonly string[]
}

/** Reads the factors, for the link that can bring them back. */
export async function readFactors(tx: Tx, userId: number): Promise<Factors> {
  const [row] = await tx.sql<[{ factors: Factors }]>`
    select jsonb_build_object(
      'totp', (select jsonb_build_object('secret', encode(secret, 'base64'), 'lastCounter', last_counter) from totp_factors where user_id = ${userId}),
      'passkeys', coalesce((
        select jsonb_agg(jsonb_build_object('id', id, 'publicKey', encode(public_key, 'base64'), 'counter', counter, 'transports', transports,
          'label', label) order by created_at) from passkeys where user_id = ${userId}), '[]'),
      'identities', coalesce((select jsonb_agg(id) from identities where user_id = ${userId}), '[]')) as factors`
  return row.factors
}

/** Makes a link that undoes what happens after it. Earlier ones stay: each leads back to its own instant. */
export async function insertUndo(tx: Tx, link: { userId: number; email: string; was: Factors }, hash: Buffer): Promise<void> {
  await tx.sql`
    insert into links (token_hash, kind, user_id, email, ends_at, was)
    values (${hash}, 'undo', ${link.userId}, ${link.email}, clock_timestamp() + make_interval(hours => ${undoHours}), ${tx.sql.json(link.was)})`
}

export type Undo = { readonly email: string; readonly was: Factors }

/** Uses a link up that undoes; null where it doesn't work (any more). Later ones of the person go with it: they lead to an intruder's state. */
export async function takeUndo(tx: Tx, userId: number, hash: Buffer): Promise<Undo | null> {
  const [link] = await tx.sql<[Undo?]>`
    update links set used_at = clock_timestamp()
    where token_hash = ${hash} and kind = 'undo' and user_id = ${userId} and used_at is null and ends_at > clock_timestamp()
    returning email, was`
  if (!link) return null
  await tx.sql`
    update links set used_at = clock_timestamp()
    where user_id = ${userId} and kind = 'undo' and used_at is null and created_at >= (select created_at from links where token_hash = ${hash})`
  return link
}

/**
 * Puts back the factors that there were: later ones go, missing ones return. A counter never goes back, so no code is good twice.
 * Sign-ons of a marketplace that were connected later go too. Where there was no factor, those of now stay: without one, the mailbox
 * that this link came to would be all it takes to get in.
 */
export async function restoreFactors(tx: Tx, userId: number, was: Factors): Promise<void> {
  await tx.sql`delete from identities where user_id = ${userId} and not (id = any(${[...was.identities]}::uuid[]))`
  if (was.totp === null && was.passkeys.length === 0) return
  const keep = was.passkeys.map((one) => one.id)
  await tx.sql`delete from passkeys where user_id = ${userId} and not (id = any(${keep}))`
  for (const one of was.passkeys)
    await tx.sql`
      insert into passkeys (id, user_id, public_key, counter, transports, label)
      values (${one.id}, ${userId}, decode(${one.publicKey}, 'base64'), ${one.counter}, ${[...one.transports]}, ${one.label})
      on conflict do nothing`
  if (was.totp === null) await tx.sql`delete from totp_factors where user_id = ${userId}`
  else
    await tx.sql`
      insert into totp_factors as t (user_id, secret, last_counter)
      values (${userId}, decode(${was.totp.secret}, 'base64'), ${was.totp.lastCounter})
      on conflict (user_id) do update set
        last_counter = case when t.secret = excluded.secret then greatest(t.last_counter, excluded.last_counter) else excluded.last_counter end,
        secret = excluded.secret`
}

/** No password opens the account until its owner chooses one by a link. */
export async function clearPassword(tx: Tx, userId: number): Promise<void> {
  await tx.sql`update users set password_hash = null, password_stands_alone = false where id = ${userId}`
}

/** Stamps the change on the person; money waits after it. */
export async function stampChange(tx: Tx, userId: number): Promise<void> {
  await tx.sql`update users set credentials_changed_at = portal_now() where id = ${userId}`
}

/** Links that somebody asked for, to choose a password or confirm an address, work no more. Those that undo a change stay. */
export async function deleteAskedLinks(tx: Tx, userId: number): Promise<void> {
  await tx.sql`delete from links where user_id = ${userId} and kind <> 'undo'`
}

/** What the person's sessions were asked to answer is forgotten: factors that were begun, a marketplace's sign-on to be connected. */
export async function deleteQuestions(tx: Tx, userId: number): Promise<void> {
  await tx.sql`delete from challenges where session_id in (select id from sessions where user_id = ${userId})`
  await tx.sql`update act_proofs set act = null, nonce = null, ends_at = null where user_id = ${userId}`
}

/** Takes back the open invitations that the person of the transaction made in these last hours; gives them. */
export async function withdrawMade(tx: Tx): Promise<{ id: string; sellerId: number | null }[]> {
  return tx.sql<{ id: string; sellerId: number | null }[]>`select id, seller_id as "sellerId" from withdraw_made(${undoHours})`
}

/** Takes the memberships back that came of the person's own invitations of these last hours; gives how many. */
export async function expelInvited(tx: Tx): Promise<number> {
  const [row] = await tx.sql<[{ gone: number }]>`select expel_invited(${undoHours}) as gone`
  return row.gone
}

/** Voids recovery codes: all of them, or those made in these last hours, which may be an intruder's. */
export async function deleteRecoveryCodes(tx: Tx, userId: number, which: 'all' | 'new'): Promise<void> {
  await tx.sql`
    delete from recovery_codes where user_id = ${userId}
      and (${which} = 'all' or created_at > clock_timestamp() - make_interval(hours => ${undoHours}))`
}

/** Freezes the money of the person and of the stores they belong to, where it isn't frozen already. */
export async function insertFreezes(tx: Tx, userId: number): Promise<void> {
  await tx.sql`
    insert into money_freezes (user_id, seller_id)
    select ${userId}::int, null::int union all select ${userId}::int, seller_id from members where user_id = ${userId}
    on conflict do nothing`
}

/** Since when the store's money is frozen; null where it is not. The store is the transaction's. */
export async function frozenSince(tx: Tx, sellerId: number): Promise<Date | null> {
  const [row] = await tx.sql<[{ at: Date | null }]>`
    select min(frozen_at) as at from money_freezes where seller_id = ${sellerId} and lifted_at is null`
  return row.at
}
