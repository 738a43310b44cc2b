import { tokenHash } from '#server/platform/crypto.ts'
import { isToken } from './cookie.ts'
import { type Session, sessionOf } from './session.ts'
import { openSession } from './statements.ts'

/**
 * The session gate: who holds this token now. The row is the truth: once it is deleted or has timed out, the answer is null.
 * @param options.touch false where the call is no sign of a person (a live stream that reconnects by itself)
 */
export async function findSession(token: string | null, options: { touch: boolean } = { touch: true }): Promise<Session | null> {
  if (token === null || !isToken(token)) return null
  const row = await openSession(tokenHash(token), options.touch)
  return row && sessionOf(row)
}
