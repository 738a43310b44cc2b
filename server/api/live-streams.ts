import { findSession, type Session } from '#server/people/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { Refusal } from '#server/platform/errors.ts'
import { listen } from '#server/platform/listen.ts'

/** Most live streams of a session in this process: one a page, and a browser has a few pages open. */
export const maxStreamsOfSession = 8

const streams = new Map<string, number>()

/** How many live streams a session has open in this process. @internal */
export function streamsOf(sessionId: string): number {
  return streams.get(sessionId) ?? 0
}

/** @throws Refusal too_many_streams */
export function requireRoom({ sessionId }: Session): void {
  if (streamsOf(sessionId) >= maxStreamsOfSession) throw new Refusal('too_many_streams')
}

/**
 * Follows a live source until the session or its membership of the store ends. The database notifies of both at once; after a lost
 * connection both are read again.
 * @param token of the session, as its browser sent it
 * @param follow yields values until its signal is aborted
 */
export async function* whileMember<T>(
  { session, scope, token, signal }: { session: Session; scope: SellerScope; token: string | null; signal: AbortSignal | undefined },
  follow: (signal: AbortSignal) => AsyncGenerator<T, void, void>,
): AsyncGenerator<T, void, void> {
  requireRoom(session)
  const { sessionId, userId } = session
  const end = new AbortController()
  const over = () => end.abort()
  signal?.addEventListener('abort', over)
  const endings = new Set([sessionId, `member ${userId} ${scope.sellerId}`])
  const stopListening = listen('sessions', {
    heard: (ended) => endings.has(ended) && over(),
    resumed: () => void isStillMember(token, scope).then((still) => still || over(), over),
  })
  streams.set(sessionId, streamsOf(sessionId) + 1)
  try {
    yield* follow(end.signal)
  } finally {
    stopListening()
    signal?.removeEventListener('abort', over)
    if (streamsOf(sessionId) === 1) streams.delete(sessionId)
    else streams.set(sessionId, streamsOf(sessionId) - 1)
  }
}

async function isStillMember(token: string | null, { sellerId, role }: SellerScope): Promise<boolean> {
  const session = await findSession(token, { touch: false })
  return session?.stores.some((store) => store.sellerId === sellerId && store.role === role) ?? false
}
