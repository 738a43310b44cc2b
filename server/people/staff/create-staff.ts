import type { Actor, StaffRole } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Locale } from '#server/platform/locale.ts'
import { wantMail } from '#server/platform/mail.ts'
import { ownerTx } from '#server/platform/tx.ts'
import { paths } from '#server/platform/paths.ts'
import { insertStaffInvitation, invitationDays, renewStaffInvitation } from '../invitations/store.ts'
import { Email } from '../schema.ts'
import { findMarketplaceId } from './store.ts'

/**
 * Invites a person to a marketplace's staff, whether or not they have a sign-in. The reader of the address's mail accepts it, with both
 * factors.
 * @param actor who invites; the command line for the first one
 * @param person.marketplace its slug
 * @returns the path of the invitation's page, also mailed
 * @throws Refusal not_found for an unknown marketplace; already_invited where an invitation to another one's staff is open
 */
export async function createStaff(
  actor: Actor,
  person: { marketplace: string; email: string; name: string; locale: Locale; roles: readonly StaffRole[] },
): Promise<{ path: string }> {
  const email = Email.parse(person.email)
  return ownerTx(async (tx) => {
    const marketplaceId = await findMarketplaceId(tx, person.marketplace)
    if (marketplaceId === null) throw new Refusal('not_found')
    const token = randomToken()
    const invitation = { email, name: person.name, locale: person.locale, staffRoles: person.roles, marketplaceId }
    const hash = tokenHash(token)
    const id = (await insertStaffInvitation(tx, invitation, hash)) ?? (await renewStaffInvitation(tx, invitation, hash))
    if (id === null) throw new Refusal('already_invited')
    await audit(tx, actor, 'invitation.sent', { id, roles: person.roles.join(' ') })
    const link = { page: paths.invitation(), token }
    await wantMail(tx, {
      kind: 'invitation-staff',
      to: email,
      locale: person.locale,
      name: person.name,
      params: { days: invitationDays },
      link,
    })
    return { path: `${link.page}#${token}` }
  })
}
