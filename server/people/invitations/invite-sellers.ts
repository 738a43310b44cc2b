import { audit } from '#server/platform/audit.ts'
import type { Actor } from '#server/platform/actor.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { defaultLocale, type Locale, localeOf } from '#server/platform/locale.ts'
import { wantMail } from '#server/platform/mail.ts'
import { batchTx, gateTx, type Tx } from '#server/platform/tx.ts'
import { paths } from '#server/platform/paths.ts'
import { Email } from '../schema.ts'
import type { Browser } from '../sessions/browser.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { findInvitation, insertSellerInvitation, renewByToken } from './statements.ts'
import { type Invitation, invitationDays, selectOutdated, selectUninvited, type Uninvited, updateWithdrawn } from './store.ts'

const job = 'invite-sellers'
const actor: Actor = { kind: 'job', name: job }
const storeOf = (invitation: Pick<Invitation, 'into'>) => ('sellerId' in invitation.into ? invitation.into.sellerId : null)

/**
 * Invites the address that a store named as its owner, in a job's transaction, which also queues the mail.
 * @returns false where an invitation to this address is open already, the store has a member, or names another address by now
 */
export async function inviteSeller(tx: Tx, sellerId: number, email: string, locale: Locale): Promise<boolean> {
  const token = randomToken()
  const invitation = await insertSellerInvitation(tx, { sellerId, email, locale }, tokenHash(token))
  if (!invitation) return false
  await send(tx, invitation, token)
  await audit(tx, actor, 'invitation.sent', { id: invitation.id }, sellerId)
  return true
}

/**
 * The job that invites sellers: every store with an address (from `seller.upserted`) and no member gets an invitation;
 * one to a former address of the store is withdrawn. The event path does not know this job.
 * @returns how many were invited
 */
export async function inviteSellers(page = 200): Promise<number> {
  await batchTx(
    async (tx) => {
      for (const id of await selectOutdated(tx)) await withdrawInvitation(tx, id)
    },
    { job },
  )
  let [invited, last, more] = [0, 0, true]
  while (more) {
    const stores = await batchTx(
      async (tx) => {
        const stores = await selectUninvited(tx, last, page)
        for (const store of stores) if (await inviteOwner(tx, store)) invited++
        return stores
      },
      { job },
    )
    last = stores.at(-1)?.sellerId ?? last
    more = stores.length === page
  }
  return invited
}

/** An invalid address (see Email) gets no invitation; the marketplace can announce another one. */
async function inviteOwner(tx: Tx, { sellerId, email, locale }: Uninvited): Promise<boolean> {
  const address = Email.safeParse(email)
  return address.success && inviteSeller(tx, sellerId, address.data, localeOf(locale) ?? defaultLocale)
}

/** An invitation as its page shows it before sign-in. An `expired` one can be sent again. */
export type Invited = { state: 'open'; email: string; store: string | null } | { state: 'expired' } | { state: 'gone' }

/** Reads an invitation by its token. Unknown, used and withdrawn ones give the same result. */
export async function readInvitation(token: string, browser: Browser): Promise<Invited> {
  const counted = await throttleTry([{ limit: 'address', subject: browser.address }])
  const invitation = await gateTx((tx) => findInvitation(tx, tokenHash(token)))
  if (!invitation) return { state: 'gone' }
  await throttleForgive(counted) // who holds a link did not guess it
  return invitation.live ? { state: 'open', email: invitation.email, store: invitation.store } : { state: 'expired' }
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
  const next = randomToken()
  await gateTx(async (tx) => {
    const invitation = await renewByToken(tx, tokenHash(token), tokenHash(next))
    if (!invitation) return
    await send(tx, invitation, next)
    await audit(tx, { kind: 'nobody' }, 'invitation.sent_again', { id: invitation.id }, storeOf(invitation))
  })
}

/** Withdraws an open invitation as the job; one that was accepted meanwhile stays as it is. @returns whether it was withdrawn */
export async function withdrawInvitation(tx: Tx, id: string): Promise<boolean> {
  const withdrawn = await updateWithdrawn(tx, id)
  if (withdrawn) await audit(tx, actor, 'invitation.withdrawn', { id })
  return withdrawn
}

/** The mail that carries an invitation's token. */
export async function send(tx: Tx, invitation: Invitation, token: string): Promise<void> {
  const { into } = invitation
  await wantMail(tx, {
    kind: 'staffRoles' in into ? 'invitation-staff' : into.role === 'owner' ? 'invitation' : 'invitation-member',
    to: invitation.email,
    locale: invitation.locale,
    name: invitation.name,
    params: { days: invitationDays, store: invitation.store ?? '' },
    link: { page: paths.invitation(), token },
  })
}
