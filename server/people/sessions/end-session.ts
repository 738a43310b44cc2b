import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { batchTx, personTx } from '#server/platform/tx.ts'
import { findSession } from './find-session.ts'
import type { Session } from './session.ts'
import { sweepLinks } from '../passwords/store.ts'
import { sweepThrottles } from '../throttle/store.ts'
import { deleteOtherSessions, deleteSession, deleteTimedOut, selectSessions, type SessionLine, sweepDevices } from './store.ts'

/** The person's live sessions, the newest used first; `current` is the one that asks. */
export async function listSessions(session: Session): Promise<(SessionLine & { current: boolean })[]> {
  const lines = await personTx(session.userId, (tx) => selectSessions(tx, session.userId))
  return lines.map((line) => ({ ...line, current: line.id === session.sessionId }))
}

/** Ends one of the person's own sessions. @throws Refusal not_found, also for somebody else's */
export async function endSession(session: Session, id: string): Promise<void> {
  await personTx(session.userId, async (tx) => {
    if (!(await deleteSession(tx, session.userId, id))) throw new Refusal('not_found')
    await audit(tx, personActor(session), 'session.ended', { id })
  })
}

/** Signs out elsewhere: ends all sessions of the person but this one. @returns how many */
export async function endOtherSessions(session: Session): Promise<number> {
  return personTx(session.userId, async (tx) => {
    const ended = await deleteOtherSessions(tx, session.userId, session.sessionId)
    await audit(tx, personActor(session), 'session.others_ended', { ended })
    return ended
  })
}

/** Signs out: the token alone ends its session, with or without a second factor. A timed-out session has ended already. */
export async function signOut(token: string): Promise<void> {
  const session = await findSession(token, { touch: false })
  if (!session) return
  const { userId, sessionId } = session
  await personTx(userId, async (tx) => {
    if (await deleteSession(tx, userId, sessionId)) await audit(tx, personActor({ userId, sessionId }), 'session.signed_out')
  })
}

/** The job that deletes timed-out sessions, so that their open pages are notified. */
export async function endTimedOut(): Promise<number> {
  return batchTx(deleteTimedOut)
}

/** The job that deletes devices not seen for half a year, old tries and expired links. */
export async function forgetLapsed(): Promise<void> {
  await batchTx(async (tx) => {
    await sweepDevices(tx)
    await sweepThrottles(tx)
    await sweepLinks(tx)
  })
}
