import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { gateTx, personTx } from '#server/platform/tx.ts'
import { issueLink } from '../passwords/password-link.ts'
import { personOfLink } from '../passwords/statements.ts'
import type { Browser } from '../sessions/browser.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { findUser, lockUser, updateEmail } from '../users/store.ts'
import { voidEverything } from './change-credentials.ts'
import { expelInvited } from './statements.ts'
import { clearPassword, deleteRecoveryCodes, insertFreezes, restoreFactors, stampChange, takeUndo } from './store.ts'

/**
 * "This wasn't me": undoes a change by the link of its notice, without signing in. Restores the former address and factors, never fewer
 * factors, so the mailbox alone does not bypass one. Voids every way into the account, mails a link to choose a new password to the
 * restored address, and freezes the money of the person's stores.
 * @throws Refusal link_expired; email_in_use where the address belongs to another person by now; too_many_tries
 */
export async function undoChange(token: string, browser: Browser): Promise<void> {
  const counted = await throttleTry([{ limit: 'address', subject: browser.address }])
  const hash = tokenHash(token)
  const holder = await gateTx((tx) => personOfLink(tx, 'undo', hash))
  if (!holder) throw new Refusal('link_expired')
  await throttleForgive(counted) // who holds a link did not guess it
  const userId = holder.id
  await personTx(userId, async (tx) => {
    await lockUser(tx, userId)
    const [undo, user] = [await takeUndo(tx, userId, hash), await findUser(tx, userId)]
    if (!undo || !user) throw new Refusal('link_expired')
    const actor = { kind: 'nobody' } as const
    const ended = await voidEverything(tx, userId, { keepSession: null, actor })
    await restoreFactors(tx, userId, undo.was)
    await deleteRecoveryCodes(tx, userId, 'all')
    const expelled = await expelInvited(tx)
    await clearPassword(tx, userId)
    const another = user.email !== undo.email
    if (another && !(await updateEmail(tx, userId, undo.email))) throw new Refusal('email_in_use')
    await stampChange(tx, userId)
    await insertFreezes(tx, userId)
    await audit(tx, actor, 'credentials.undone', { user: userId, another, expelled, sessions_ended: ended, address: browser.address })
    await wantMail(tx, await issueLink(tx, { ...user, email: undo.email }, 'undone'))
    if (another) await wantMail(tx, { kind: 'email-taken-back', to: user.email, locale: user.locale, name: user.name, params: {} })
  })
}
