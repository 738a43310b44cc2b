import type { Actor, StaffRole } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import type { Locale } from '#server/platform/locale.ts'
import { wantMail } from '#server/platform/mail.ts'
import { gateTx } from '#server/platform/tx.ts'
import { findOpenStaffInvitation, insertInvitation, invitationDays, renewInvitation } from '../invitations/store.ts'
import { Email } from '../schema.ts'
import { findUserByEmail, putStaff } from '../users/store.ts'

/**
 * Makes somebody a member of the marketplace's operations: at once where they have a sign-in, otherwise by an invitation.
 * @param actor who says so; the command line's owner for the first one
 * @returns the path of the invitation's page, also mailed, or null where they have a sign-in
 */
export async function createStaff(
  actor: Actor,
  person: { email: string; name: string; locale: Locale; roles: readonly StaffRole[] },
): Promise<{ path: string } | null> {
  const email = Email.parse(person.email)
  return gateTx(async (tx) => {
    const user = await findUserByEmail(tx, email)
    if (user) {
      await putStaff(tx, user.id, person.roles)
      await audit(tx, actor, 'staff.appointed', { user: user.id, roles: person.roles.join(' ') })
      return null
    }
    const token = randomToken()
    const invitation = { email, name: person.name, locale: person.locale, into: { staffRoles: person.roles } }
    const id = (await insertInvitation(tx, invitation, tokenHash(token))) ?? (await renew(email, token))
    await audit(tx, actor, 'invitation.sent', { id, roles: person.roles.join(' ') })
    const link = { page: '/sign-in/invitation', token }
    await wantMail(tx, {
      kind: 'invitation-staff',
      to: email,
      locale: person.locale,
      name: person.name,
      params: { days: invitationDays },
      link,
    })
    return { path: `${link.page}#${token}` }

    async function renew(address: string, token: string): Promise<string> {
      const open = await findOpenStaffInvitation(tx, address)
      const renewed = open && (await renewInvitation(tx, open, tokenHash(token)))
      if (!renewed) throw new Error('the invitation was accepted meanwhile')
      return renewed.id
    }
  })
}
