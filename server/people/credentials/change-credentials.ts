import type { Actor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import type { Locale } from '#server/platform/locale.ts'
import { wantMail } from '#server/platform/mail.ts'
import type { Tx } from '#server/platform/tx.ts'
import { paths } from '#server/platform/paths.ts'
import type { Warning } from '../mails.ts'
import type { Browser } from '../sessions/browser.ts'
import { deleteDevices, deleteOtherSessions } from '../sessions/store.ts'
import { lockUser } from '../users/store.ts'
import { withdrawRecentInvitations } from './statements.ts'
import { deleteAskedLinks, deleteQuestions, deleteRecoveryCodes, type Factors, insertUndo, readFactors, stampChange } from './store.ts'

/** Whose credentials change, and where they are told. */
export type Holder = { readonly userId: number; readonly email: string; readonly name: string; readonly locale: Locale }

export type Change = {
  readonly actor: Actor
  /** The session that changes something and stays; null where all end. */
  readonly keepSession: string | null
  /** The browser of that session, which stays known. */
  readonly keepDevice?: Browser
  /** Recovery codes that are void: none, those of the last days, all. New ones may be written with the change itself. */
  readonly recoveryCodes?: 'new' | 'all'
  /** The notice that goes to the address that was in force before. */
  readonly notice: { readonly kind: Warning; readonly params?: Readonly<Record<string, string | number>> }
}

/**
 * The one way in which a password, a factor, the recovery codes or the address change. Whatever an intruder may have prepared is void
 * afterwards: all sessions but the acting one, links that were asked for (also to a new address), open questions, known browsers,
 * and the invitations that the person made in the last 72 hours. The time is stamped, and the address before the change is told,
 * with a link that undoes it.
 * @param tx as the person (personTx, provenTx): it changes their own rows only
 * @param write makes the change
 * @returns what `write` gave, and how many sessions ended
 */
export async function changeCredentials<T>(
  tx: Tx,
  holder: Holder,
  { actor, keepSession, keepDevice, recoveryCodes, notice }: Change,
  write: () => Promise<T>,
): Promise<{ written: T; ended: number }> {
  await lockUser(tx, holder.userId)
  const before = await readFactors(tx, holder.userId)
  // Before the change, since what it writes (a new question, new codes) is not an intruder's.
  const ended = await voidEverything(tx, holder.userId, { keepSession, keepDevice, actor })
  if (recoveryCodes) await deleteRecoveryCodes(tx, holder.userId, recoveryCodes)
  const written = await write()
  await stampChange(tx, holder.userId)
  await warn(tx, holder, notice.kind, notice.params ?? {}, before)
  return { written, ended }
}

type Kept = { keepSession: string | null; keepDevice?: Browser | undefined; actor: Actor }

/** Voids all that opens the account besides password, factors and recovery codes; gives how many sessions ended. */
export async function voidEverything(tx: Tx, userId: number, { keepSession, keepDevice, actor }: Kept): Promise<number> {
  await deleteQuestions(tx, userId)
  await deleteAskedLinks(tx, userId)
  await deleteDevices(tx, userId, keepDevice?.deviceToken ? tokenHash(keepDevice.deviceToken) : null)
  for (const { id, sellerId } of await withdrawRecentInvitations(tx)) await audit(tx, actor, 'invitation.withdrawn', { id }, sellerId)
  return deleteOtherSessions(tx, userId, keepSession)
}

/**
 * Tells a person by mail what happened, with a link by which they undo it: for three days, once, without signing in.
 * @param before the factors that the link brings back; those of now, where nothing changed yet
 */
export async function warn(
  tx: Tx,
  holder: Holder,
  kind: Warning,
  params: Readonly<Record<string, string | number>>,
  before?: Factors,
): Promise<void> {
  const token = randomToken()
  const was = before ?? (await readFactors(tx, holder.userId))
  await insertUndo(tx, { userId: holder.userId, email: holder.email, was }, tokenHash(token))
  await wantMail(tx, {
    kind,
    to: holder.email,
    locale: holder.locale,
    name: holder.name,
    params,
    link: { page: paths.undoChange(), token },
  })
}
