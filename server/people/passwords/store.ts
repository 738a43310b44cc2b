import { and, eq, isNull, sql } from 'drizzle-orm'
import { links } from '#db/schema/people.ts'
import type { Tx } from '#server/platform/tx.ts'

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

/** A link that still works, left as it is. */
export async function findLink(tx: Tx, kind: LinkKind, hash: Buffer): Promise<Link | null> {
  const [link] = await tx.db.select({ userId: links.userId, email: links.email }).from(links).where(live(kind, hash))
  return link ?? null
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
