import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { links } from '#db/schema/invitations.ts'
import type { Tx } from '#server/platform/tx.ts'

export type LinkKind = 'password' | 'email'
export type Link = { userId: number; email: string }

/** Writes a link; earlier ones of the same kind work no more. */
export async function insertLink(tx: Tx, kind: LinkKind, link: Link, hash: Buffer, hours: number): Promise<void> {
  const { userId, email } = link
  await tx.db.delete(links).where(and(eq(links.userId, userId), eq(links.kind, kind)))
  const endsAt = sql`clock_timestamp() + make_interval(hours => ${hours})`
  await tx.db.insert(links).values({ tokenHash: hash, kind, userId, email, endsAt })
}

const live = (kind: LinkKind, hash: Buffer) =>
  and(eq(links.tokenHash, hash), eq(links.kind, kind), isNull(links.usedAt), sql`${links.endsAt} > clock_timestamp()`)

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
  await tx.db.delete(links).where(lt(links.endsAt, sql`clock_timestamp() - interval '30 days'`))
}
