import { type MemberScope, personActor, type SellerRole } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { requirePermission } from '#server/platform/permission.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type ActProof, provenTx } from '../factors/prove-act.ts'
import type { Session } from '../sessions/session.ts'
import { changeMember, findMember } from './statements.ts'
import { storeTitle } from './store.ts'

type Role = Exclude<SellerRole, 'owner'>

/**
 * An owner removes a member from the store: their access ends within a second, and they are notified.
 * @throws Refusal not_found; yourself; last_owner; not_allowed where the acting person is no longer an owner; those of provenTx
 */
export async function removeMember(session: Session, scope: MemberScope, wish: { userId: number; proof: ActProof }): Promise<void> {
  requirePermission(scope, 'team.manage')
  const { userId, proof } = wish
  await provenTx(session, { act: { verb: 'member.remove', content: { userId } }, proof, scope }, async (tx) => {
    const member = await decide(tx, userId, null)
    await audit(tx, personActor(scope), 'member.removed', { user: userId }, scope.sellerId)
    const params = { store: await storeTitle(tx, scope.sellerId) }
    await wantMail(tx, { kind: 'member-removed', to: member.email, locale: session.locale, name: member.name, params })
  })
}

/**
 * An owner gives a member another role, in force at their next call.
 * @throws Refusal not_found; yourself; last_owner; not_allowed; those of provenTx
 */
export async function changeRole(
  session: Session,
  scope: MemberScope,
  wish: { userId: number; role: Role; proof: ActProof },
): Promise<void> {
  requirePermission(scope, 'team.manage')
  const { userId, role, proof } = wish
  await provenTx(session, { act: { verb: 'member.role', content: { userId, role } }, proof, scope }, async (tx) => {
    const member = await decide(tx, userId, role)
    await audit(tx, personActor(scope), 'member.role_changed', { user: userId, role }, scope.sellerId)
    const params = { store: await storeTitle(tx, scope.sellerId), role }
    await wantMail(tx, { kind: 'member-role', to: member.email, locale: session.locale, name: member.name, params })
  })
}

async function decide(tx: Tx, userId: number, role: Role | null): Promise<{ name: string; email: string }> {
  const member = await findMember(tx, userId)
  const outcome = await changeMember(tx, userId, role)
  if (outcome === 'self') throw new Refusal('yourself')
  if (outcome !== 'done') throw new Refusal(outcome)
  if (!member) throw new Refusal('not_found')
  return member
}
