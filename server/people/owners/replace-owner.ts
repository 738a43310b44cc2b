import type { Actor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { defaultLocale, localeOf } from '#server/platform/locale.ts'
import { wantMail } from '#server/platform/mail.ts'
import { ownerTx, type Tx } from '#server/platform/tx.ts'
import { paths } from '#server/platform/paths.ts'
import { invitationDays } from '../invitations/store.ts'
import { Email } from '../schema.ts'
import { mayCarryOut, mayPropose, proposalHash } from './proposal.ts'
import {
  deleteOwners,
  findStaff,
  findStoreByExternalId,
  insertOwnerInvitation,
  insertProposal,
  lockProposal,
  promote,
  type Proposal,
  storeFacts,
  type StaffMember,
  updateChecked,
  withdrawOfStore,
} from './store.ts'

/**
 * The marketplace's support proposes another owner for a store. Nothing changes before a second member of its staff confirms it.
 * @param actor the command line; `by` is the address of the member of staff
 * @returns the proposal and the hash of its content, which the second person repeats
 * @throws Refusal not_allowed for a person without the role at this marketplace, and for the new owner; not_found for an unknown store;
 *   already_invited where a proposal is open
 */
export async function proposeOwner(
  actor: Actor,
  wish: { by: string; marketplace: string; seller: string; email: string; reason: string },
): Promise<{ id: string; hash: string; store: string }> {
  const [email, by] = [Email.parse(wish.email), Email.parse(wish.by)]
  return ownerTx(async (tx) => {
    const store = await findStoreByExternalId(tx, wish.marketplace, wish.seller)
    if (!store) throw new Refusal('not_found')
    const maker = await findStaff(tx, store.marketplaceId, by)
    if (!maker || !mayPropose(maker) || maker.email === email) throw new Refusal('not_allowed')
    const content = { sellerId: store.sellerId, email, reason: wish.reason.trim(), madeBy: maker.userId }
    const id = await insertProposal(tx, content)
    if (!id) throw new Refusal('already_invited')
    await audit(tx, actor, 'owner.proposed', { id, by: maker.userId }, store.sellerId)
    return { id, hash: proposalHash({ ...content, id }), store: store.title }
  })
}

/**
 * A second member of staff confirms a proposal: the present owners lose access at once and are notified, open invitations to the store are
 * void, and the new owner is invited, or promoted where they are a member already. Withdrawals cool off as after any change of a role.
 * @throws Refusal not_found where it was confirmed or withdrawn, has expired, or the hash differs; not_allowed for its maker, its
 *   beneficiary, and a person without the role
 */
export async function carryOutOwner(actor: Actor, { by, id, hash }: { by: string; id: string; hash: string }): Promise<void> {
  const address = Email.parse(by)
  await ownerTx(async (tx) => {
    const proposal = await lockProposal(tx, id)
    if (!proposal || proposalHash(proposal) !== hash) throw new Refusal('not_found')
    const checker = await findStaff(tx, proposal.marketplaceId, address)
    if (!checker || !mayCarryOut(checker, proposal)) throw new Refusal('not_allowed')
    await updateChecked(tx, id, checker.userId)
    await replace(tx, actor, proposal, checker)
  })
}

async function replace(tx: Tx, actor: Actor, { id, sellerId, email }: Proposal, checker: StaffMember): Promise<void> {
  const { title: store, locale } = await storeFacts(tx, sellerId)
  const former = await deleteOwners(tx, sellerId, email)
  await withdrawOfStore(tx, sellerId)
  for (const one of former)
    await wantMail(tx, { kind: 'owner-replaced', to: one.email, locale: one.locale, name: one.name, params: { store } })
  const raised = await promote(tx, sellerId, email)
  if (!raised) {
    const token = randomToken()
    const invitation = { sellerId, email, locale: localeOf(locale) ?? defaultLocale, invitedBy: checker.userId }
    await insertOwnerInvitation(tx, invitation, tokenHash(token))
    const mail = { kind: 'invitation', to: email, locale: invitation.locale, name: '', params: { store, days: invitationDays } } as const
    await wantMail(tx, { ...mail, link: { page: paths.invitation(), token } })
  }
  await audit(tx, actor, 'owner.replaced', { proposal: id, by: checker.userId, former: former.length, raised }, sellerId)
}
