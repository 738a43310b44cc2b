import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import type { Tx } from '#server/platform/tx.ts'
import { noteProvenNetwork } from '../throttle/statements.ts'
import type { Browser, SessionTokens } from './browser.ts'
import type { Factor, Method } from './session.ts'
import { deleteSessionByHash } from './statements.ts'
import { insertDevice, insertSession, raiseSession, touchDevice } from './store.ts'

/** `issuer`: the provider of a sign-on, whose claims the session may rest on. */
type Start = { userId: number; factor: Factor | null; browser: Browser } & (
  | { method: 'marketplace'; issuer: string }
  | { method: Exclude<Method, 'marketplace'> }
)

/** Starts a session under a new token, and ends the browser's earlier session (no session fixation). */
export async function startSession(tx: Tx, { browser, ...start }: Start): Promise<SessionTokens & { sessionId: string }> {
  if (browser.sessionToken) await deleteSessionByHash(tx, tokenHash(browser.sessionToken))
  const session = randomToken()
  const sessionId = await insertSession(tx, { ...start, hash: tokenHash(session), address: browser.address, agent: browser.agent })
  return { session, device: null, sessionId }
}

/**
 * Raises a session after the second factor: new token, and the browser becomes a known device.
 * @returns `newDevice` where the account knew other browsers but not this one; null where the session ended meanwhile
 */
export async function raise(
  tx: Tx,
  who: { userId: number; sessionId: string },
  factor: Factor,
  browser: Browser,
): Promise<{ given: SessionTokens; newDevice: boolean } | null> {
  const session = randomToken()
  if (!(await raiseSession(tx, who.sessionId, tokenHash(session), factor))) return null
  if (browser.address !== '') await noteProvenNetwork(tx, browser.address)
  if (browser.deviceToken && (await touchDevice(tx, who.userId, tokenHash(browser.deviceToken))))
    return { given: { session, device: null }, newDevice: false }
  const device = randomToken()
  const { first } = await insertDevice(tx, who.userId, tokenHash(device))
  return { given: { session, device }, newDevice: !first }
}
