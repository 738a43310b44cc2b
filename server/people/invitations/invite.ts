import { audit } from '#server/platform/audit.ts'
import type { Actor } from '#server/platform/actor.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { defaultLocale, type Locale, localeOf } from '#server/platform/locale.ts'
import { wantMail } from '#server/platform/mail.ts'
import { batchTx, gateTx, type Tx } from '#server/platform/tx.ts'
import { Email } from '../schema.ts'
import type { Browser } from '../sessions/browser.ts'
import { throttleTry } from '../throttle/count-tries.ts'
import {
  findInvitation,
  insertInvitation,
  type Invitation,
  invitationDays,
  renewInvitation,
  selectOutdated,
  selectUninvited,
  storeName,
  type Uninvited,
  updateWithdrawn,
} from './store.ts'

const job = (name: string): Actor => ({ kind: 'job', name })
const storeOf = (invitation: Pick<Invitation, 'into'>) => ('sellerId' in invitation.into ? invitation.into.sellerId : null)

/**
 * Invites an address to own a store, in the caller's transaction; the mail goes out with it.
 * @returns false where an invitation to this address is open already
 */
export async function inviteSeller(tx: Tx, sellerId: number, email: string, locale: Locale): Promise<boolean> {
  const token = randomToken()
  const invitation = { email, name: '', locale, into: { sellerId, role: 'owner' as const } }
  const id = await insertInvitation(tx, invitation, tokenHash(token))
  if (!id) return false
  await send(tx, { ...invitation, id }, token)
  await audit(tx, job('invite-sellers'), 'invitation.sent', { id }, sellerId)
  return true
}

/**
 * The job that lets sellers in: every store that named an address in `seller.upserted`, and has nobody, gets an invitation there;
 * one to an address that the store has since changed is withdrawn. The event path knows nothing of it.
 * @returns how many were invited
 */
export async function inviteSellers(page = 200): Promise<number> {
  await batchTx(async (tx) => {
    for (const id of await selectOutdated(tx)) await withdrawInvitation(tx, job('invite-sellers'), id)
  })
  let [invited, last, more] = [0, 0, true]
  while (more) {
    const stores = await batchTx(async (tx) => {
      const stores = await selectUninvited(tx, last, page)
      for (const store of stores) if (await inviteOwner(tx, store)) invited++
      return stores
    })
    last = stores.at(-1)?.sellerId ?? last
    more = stores.length === page
  }
  return invited
}

/** An address that a mail could go wrong with (see Email) gets none; the marketplace can send a better one. */
async function inviteOwner(tx: Tx, { sellerId, email, locale }: Uninvited): Promise<boolean> {
  const address = Email.safeParse(email)
  return address.success && inviteSeller(tx, sellerId, address.data, localeOf(locale) ?? defaultLocale)
}

/** What the page of a link may show before anybody has signed in. `expired` ones can be sent again. */
export type Invited = { state: 'open'; email: string; store: string | null } | { state: 'expired' } | { state: 'gone' }

/** Reads an invitation by its token. Unknown, used and withdrawn ones look the same. */
export async function readInvitation(token: string, browser: Browser): Promise<Invited> {
  await throttleTry([{ limit: 'address', subject: browser.address }])
  return gateTx(async (tx) => {
    const invitation = await findInvitation(tx, tokenHash(token))
    if (!invitation) return { state: 'gone' }
    if (!invitation.live) return { state: 'expired' }
    const sellerId = storeOf(invitation)
    return { state: 'open', email: invitation.email, store: sellerId === null ? null : await storeName(tx, sellerId) }
  })
}

/**
 * The holder of an expired link asks for a new one; it goes to the invited address only.
 * @throws Refusal too_many_tries
 */
export async function askInvitationAgain(token: string, browser: Browser): Promise<void> {
  await throttleTry([
    { limit: 'mail', subject: token },
    { limit: 'address', subject: browser.address },
  ])
  await gateTx(async (tx) => {
    const invitation = await findInvitation(tx, tokenHash(token))
    if (invitation) await sendAgain(tx, { kind: 'nobody' }, invitation.id)
  })
}

/** Sends an open invitation again under a new token. @throws Refusal not_found */
export async function sendAgain(tx: Tx, actor: Actor, id: string): Promise<void> {
  const token = randomToken()
  const invitation = await renewInvitation(tx, id, tokenHash(token))
  if (!invitation) throw new Refusal('not_found')
  await send(tx, invitation, token)
  await audit(tx, actor, 'invitation.sent_again', { id }, storeOf(invitation))
}

/**
 * Withdraws an open invitation; one that was accepted meanwhile stays as it is.
 * @param sellerId the store that does it, for its trail; null where a job does
 * @returns whether it was withdrawn
 */
export async function withdrawInvitation(tx: Tx, actor: Actor, id: string, sellerId: number | null = null): Promise<boolean> {
  const withdrawn = await updateWithdrawn(tx, id)
  if (withdrawn) await audit(tx, actor, 'invitation.withdrawn', { id }, sellerId)
  return withdrawn
}

/** The mail that carries an invitation's token. */
export async function send(tx: Tx, invitation: Invitation, token: string): Promise<void> {
  const { into } = invitation
  const sellerId = storeOf(invitation)
  await wantMail(tx, {
    kind: 'staffRoles' in into ? 'invitation-staff' : into.role === 'owner' ? 'invitation' : 'invitation-member',
    to: invitation.email,
    locale: invitation.locale,
    name: invitation.name,
    params: { days: invitationDays, store: sellerId === null ? '' : await storeName(tx, sellerId) },
    link: { page: '/sign-in/invitation', token },
  })
}
