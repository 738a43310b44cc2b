import type { Actor, SellerRole, SellerScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { gateTx, sellerRead, type Tx } from '#server/platform/tx.ts'
import type { Session } from '../sessions/session.ts'
import { throttleTry } from '../throttle/count-tries.ts'
import { send, sendAgain, withdrawInvitation } from './invite.ts'
import { insertInvitation, isMember, isOpenInStore, type Member, type OpenInvitation, selectMembers, selectOpen } from './store.ts'

/** What an owner may invite somebody to be; a store's owner comes from the marketplace. */
type InviteRole = Exclude<SellerRole, 'owner'>

/** Who has access to a store, and who was invited and hasn't come yet. */
export type Team = { readonly members: readonly Member[]; readonly invitations: readonly OpenInvitation[] }

/** Reads a store's team. */
export async function readTeam(scope: SellerScope): Promise<Team> {
  return sellerRead(scope, async (tx) => {
    const [members, invitations] = await Promise.all([selectMembers(tx), selectOpen(tx, scope)])
    return { members, invitations }
  })
}

/**
 * The owner of a store invites somebody to it; the mail goes out with it, in the owner's language until the invited chooses theirs.
 * @throws Refusal already_member, already_invited, too_many_tries
 */
export async function inviteMember(
  session: Session,
  scope: SellerScope,
  wish: { readonly email: string; readonly role: InviteRole },
): Promise<void> {
  await throttleTry([{ limit: 'mail', subject: wish.email }])
  await gateTx(async (tx) => {
    if (await isMember(tx, scope, wish.email)) throw new Refusal('already_member')
    const token = randomToken()
    const invitation = { email: wish.email, name: '', locale: session.locale, into: { sellerId: scope.sellerId, role: wish.role } }
    const id = await insertInvitation(tx, invitation, tokenHash(token))
    if (!id) throw new Refusal('already_invited')
    await send(tx, { ...invitation, id }, token)
    await audit(tx, actorOf(session), 'invitation.sent', { id, role: wish.role }, scope.sellerId)
  })
}

/** Sends an open invitation of the store again; the earlier link works no more. @throws Refusal not_found, too_many_tries */
export async function sendMemberInvitationAgain(session: Session, scope: SellerScope, id: string): Promise<void> {
  await throttleTry([{ limit: 'mail', subject: id }])
  await gateTx(async (tx) => {
    await requireOwn(tx, scope, id)
    await sendAgain(tx, actorOf(session), id)
  })
}

/** Withdraws an open invitation of the store. @throws Refusal not_found, also where it was accepted meanwhile */
export async function withdrawMemberInvitation(session: Session, scope: SellerScope, id: string): Promise<void> {
  await gateTx(async (tx) => {
    await requireOwn(tx, scope, id)
    if (!(await withdrawInvitation(tx, actorOf(session), id, scope.sellerId))) throw new Refusal('not_found')
  })
}

/** The gate sees every store's invitations, so the store is asked for by name. */
async function requireOwn(tx: Tx, scope: SellerScope, id: string): Promise<void> {
  if (!(await isOpenInStore(tx, scope, id))) throw new Refusal('not_found')
}

const actorOf = ({ userId, sessionId }: Session): Actor => ({ kind: 'person', userId, sessionId })
