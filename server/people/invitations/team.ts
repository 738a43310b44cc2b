import { type MemberScope, personActor, type SellerRole, type SellerScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead, sellerTx } from '#server/platform/tx.ts'
import { type ActProof, provenTx } from '../factors/prove-act.ts'
import { warn } from '../credentials/change-credentials.ts'
import type { Session } from '../sessions/session.ts'
import { throttleTry } from '../throttle/count-tries.ts'
import { send } from './invite-sellers.ts'
import { insertMemberInvitation, type Member, renewMemberInvitation, selectMembers, updateMemberWithdrawn } from './statements.ts'
import { type OpenInvitation, selectOpen } from './store.ts'

/** Roles that an owner may give; a store's owner comes from the marketplace. */
type InviteRole = Exclude<SellerRole, 'owner'>

/** The members of a store, and its open invitations. */
export type Team = { readonly members: readonly Member[]; readonly invitations: readonly OpenInvitation[] }

/** Reads a store's team. */
export async function readTeam(scope: SellerScope): Promise<Team> {
  requirePermission(scope, 'team.manage')
  return sellerRead(scope, async (tx) => {
    const [members, invitations] = await Promise.all([selectMembers(tx), selectOpen(tx, scope)])
    return { members, invitations }
  })
}

/**
 * The owner of a store invites a person to it, by mail in the owner's language. The owner gets a notice too, with a link that undoes
 * the invitation.
 * @throws Refusal not_allowed where they no longer own it; already_member, already_invited, too_many_tries; those of provenTx
 */
export async function inviteMember(
  session: Session,
  scope: MemberScope,
  { email, role, proof }: { readonly email: string; readonly role: InviteRole; readonly proof: ActProof },
): Promise<void> {
  requirePermission(scope, 'team.manage')
  await throttleTry([
    { limit: 'mail', subject: email },
    { limit: 'team', subject: String(scope.sellerId) },
  ])
  const token = randomToken()
  await provenTx(session, { act: { verb: 'member.invite', content: { email, role } }, proof, scope }, async (tx) => {
    const made = await insertMemberInvitation(tx, { email, role, locale: session.locale }, tokenHash(token))
    if ('refused' in made) throw new Refusal(made.refused)
    await send(tx, made, token)
    // A later change of credentials does not end an accepted membership; only this notice's link expels the invited person.
    await warn(tx, session, 'member-invited', { store: made.store ?? '' })
    await audit(tx, personActor(scope), 'invitation.sent', { id: made.id, role }, scope.sellerId)
  })
}

/** Sends an open invitation of the store again; the earlier link no longer works. @throws Refusal not_found, too_many_tries */
export async function sendMemberInvitationAgain(scope: MemberScope, id: string): Promise<void> {
  requirePermission(scope, 'team.manage')
  await throttleTry([
    { limit: 'mail', subject: id },
    { limit: 'team', subject: String(scope.sellerId) },
  ])
  const token = randomToken()
  await sellerTx(scope, async (tx) => {
    const invitation = await renewMemberInvitation(tx, id, tokenHash(token))
    if (!invitation) throw new Refusal('not_found')
    await send(tx, invitation, token)
    await audit(tx, personActor(scope), 'invitation.sent_again', { id }, scope.sellerId)
  })
}

/** Withdraws an open invitation of the store. @throws Refusal not_found, also where it was accepted meanwhile */
export async function withdrawMemberInvitation(scope: MemberScope, id: string): Promise<void> {
  requirePermission(scope, 'team.manage')
  await sellerTx(scope, async (tx) => {
    if (!(await updateMemberWithdrawn(tx, id))) throw new Refusal('not_found')
    await audit(tx, personActor(scope), 'invitation.withdrawn', { id }, scope.sellerId)
  })
}
