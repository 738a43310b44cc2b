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
import { deleteRequestedLinks, deleteChallenges, deleteRecoveryCodes, type Factors, insertUndo, readFactors, stampChange } from './store.ts'

/** The person whose credentials change, and the address for the notice. */
export type Holder = { readonly userId: number; readonly email: string; readonly name: string; readonly locale: Locale }

export type Change = {
  readonly actor: Actor
  /** The acting session, which stays; null where all sessions end. */
  readonly keepSession: string | null
  /** The browser of that session, which stays a known device. */
  readonly keepDevice?: Browser
  /** Which recovery codes become void: those of the last 72 hours, or all; none where absent. The change itself may write new ones. */
  readonly recoveryCodes?: 'new' | 'all'
  /** The notice to the address before the change. */
  readonly notice: { readonly kind: Warning; readonly params?: Readonly<Record<string, string | number>> }
}

/**
 * Changes a password, a factor, the recovery codes or the address; nothing else may. It voids everything that an intruder may have prepared:
 * all sessions but the acting one, requested links (also to a new address), open challenges, known browsers, and the invitations that
 * the person made in the last 72 hours. It stamps the time, and notifies the address before the change, with a link that undoes it.
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
  // Before the change, because what the change writes (a challenge, new codes) is not an intruder's.
  const ended = await voidEverything(tx, holder.userId, { keepSession, keepDevice, actor })
  if (recoveryCodes) await deleteRecoveryCodes(tx, holder.userId, recoveryCodes)
  const written = await write()
  await stampChange(tx, holder.userId)
  await warn(tx, holder, notice.kind, notice.params ?? {}, before)
  return { written, ended }
}

type Kept = { keepSession: string | null; keepDevice?: Browser | undefined; actor: Actor }

/** Voids every way into the account except password, factors and recovery codes. @returns how many sessions ended */
export async function voidEverything(tx: Tx, userId: number, { keepSession, keepDevice, actor }: Kept): Promise<number> {
  await deleteChallenges(tx, userId)
  await deleteRequestedLinks(tx, userId)
  await deleteDevices(tx, userId, keepDevice?.deviceToken ? tokenHash(keepDevice.deviceToken) : null)
  for (const { id, sellerId } of await withdrawRecentInvitations(tx)) await audit(tx, actor, 'invitation.withdrawn', { id }, sellerId)
  return deleteOtherSessions(tx, userId, keepSession)
}

/**
 * Notifies a person by mail, with a link that undoes the change: for three days, once, without signing in.
 * @param before the factors that the link restores; the present ones where absent
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
