import { and, eq, isNull, sql } from 'drizzle-orm'
import { links } from '#db/schema/invitations.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { User } from '../users/store.ts'

export type LinkKind = 'password' | 'email'
export type Link = { userId: number; email: string }

/** Writes a link; earlier ones of the same kind work no more. */
export async function insertLink(tx: Tx, kind: LinkKind, link: Link, hash: Buffer, hours: number): Promise<void> {
  await tx.sql`delete from links where user_id = ${link.userId} and kind = ${kind}`
  await tx.sql`
    insert into links (token_hash, kind, user_id, email, ends_at)
    values (${hash}, ${kind}, ${link.userId}, ${link.email}, clock_timestamp() + make_interval(hours => ${hours}))`
}

const live = (kind: LinkKind, hash: Buffer) =>
  and(eq(links.tokenHash, hash), eq(links.kind, kind), isNull(links.usedAt), sql`${links.endsAt} > clock_timestamp()`)

/** Whose link it is and to which address, asked as the gate; null where it doesn't work (any more). It stays as it is. */
export async function personOfLink(tx: Tx, kind: LinkKind | 'undo', hash: Buffer): Promise<(User & { linkEmail: string }) | null> {
  const [row] = await tx.sql<[{ found: (User & { linkEmail: string }) | null }]>`select gate_link(${kind}, ${hash}) as found`
  return row.found
}

export type Addressee = Pick<User, 'id' | 'email' | 'name' | 'locale'>

/** Writes a link to choose a password for whoever has this address, as a job; null where nobody has it. */
export async function insertPasswordLink(tx: Tx, email: string, hash: Buffer, hours: number): Promise<Addressee | null> {
  const [row] = await tx.sql<[{ made: Addressee | null }]>`select make_password_link(${email}, ${hash}, ${hours}) as made`
  return row.made
}

/** Uses a link up; null where it does not work (any more). Of two at once one gets it. */
export async function takeLink(tx: Tx, kind: LinkKind, hash: Buffer): Promise<Link | null> {
  const [link] = await tx.db
    .update(links)
    .set({ usedAt: sql`clock_timestamp()` })
    .where(live(kind, hash))
    .returning({ userId: links.userId, email: links.email })
  return link ?? null
}

/** Removes links that are long over. For a job. */
export async function sweepLinks(tx: Tx): Promise<void> {
  await tx.sql`delete from links where ends_at < clock_timestamp() - interval '30 days'`
}
