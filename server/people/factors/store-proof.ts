import { sql } from 'drizzle-orm'
import { actProofs } from '#db/schema/sessions.ts'
import type { Tx } from '#server/platform/tx.ts'

/** Whose answers are counted. */
type Asked = { readonly userId: number; readonly sessionId: string }

/**
 * Holds the session's row until the transaction ends, so that a session which ends meanwhile acts no more.
 * @returns false where it has ended
 */
export async function holdSession(tx: Tx, { userId, sessionId }: Asked): Promise<boolean> {
  const rows = await tx.sql`select from sessions where id = ${sessionId} and user_id = ${userId} for update`
  return rows.length === 1
}

/** Remembers for ten minutes for which act this session was asked; a newer question replaces it. */
export async function putQuestion(tx: Tx, { userId, sessionId }: Asked, act: Buffer, nonce: Buffer): Promise<void> {
  const endsAt = sql`clock_timestamp() + interval '10 minutes'`
  await tx.db
    .insert(actProofs)
    .values({ sessionId, userId, act, nonce, endsAt })
    .onConflictDoUpdate({ target: actProofs.sessionId, set: { act, nonce, endsAt } })
}

/** Takes the question of this act away, so that it is answered once; null where the session was asked for another act, or too long ago. */
export async function takeQuestion(tx: Tx, { sessionId }: Asked, act: Buffer): Promise<Buffer | null> {
  const [row] = await tx.sql<[{ act: Buffer | null; nonce: Buffer | null; live: boolean }?]>`
    with asked as (select session_id, act, nonce, ends_at > clock_timestamp() as live from act_proofs where session_id = ${sessionId} for update)
    update act_proofs p set act = null, nonce = null, ends_at = null from asked
    where p.session_id = asked.session_id returning asked.act, asked.nonce, asked.live`
  return row?.act && row.nonce && row.live && act.equals(row.act) ? Buffer.from(row.nonce) : null
}

/** Seconds until the session may answer again; 0 where it may now. */
export async function pauseLeft(tx: Tx, { sessionId }: Asked): Promise<number> {
  const [row] = await tx.sql<[{ seconds: number }?]>`
    select greatest(0, ceil(extract(epoch from free_at - clock_timestamp())))::int as seconds from act_proofs where session_id = ${sessionId}`
  return row?.seconds ?? 0
}

/**
 * Counts a wrong answer; the last one that is allowed begins a pause, after which the count starts anew.
 * @returns how many more the session may give before the pause
 */
export async function countWrongProof(tx: Tx, { userId, sessionId }: Asked, allowed: number, pauseMinutes: number): Promise<number> {
  const [row] = await tx.sql<[{ wrong: number }]>`
    insert into act_proofs as p (session_id, user_id, wrong) values (${sessionId}, ${userId}, 1)
    on conflict (session_id) do update set wrong = case when p.wrong >= ${allowed} then 1 else p.wrong + 1 end
    returning wrong`
  if (row.wrong >= allowed)
    await tx.sql`update act_proofs set free_at = clock_timestamp() + make_interval(mins => ${pauseMinutes}) where session_id = ${sessionId}`
  return Math.max(0, allowed - row.wrong)
}

/** A right answer: wrong ones before it are forgotten. */
export async function forgetWrongProofs(tx: Tx, { sessionId }: Asked): Promise<void> {
  await tx.sql`update act_proofs set wrong = 0 where session_id = ${sessionId}`
}
