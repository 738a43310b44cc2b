import type { Actor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { ownerTx } from '#server/platform/tx.ts'
import { Email } from '../schema.ts'
import { deleteStaff, findAnybody, updateDisabled } from './store.ts'

/** Ends somebody's work for the marketplace: their sessions are over within a second. @throws Refusal not_found where they are no staff */
export async function removeStaff(actor: Actor, address: string): Promise<void> {
  const email = Email.parse(address)
  await ownerTx(async (tx) => {
    const user = await findAnybody(tx, email)
    if (!user || !(await deleteStaff(tx, user.id))) throw new Refusal('not_found')
    await audit(tx, actor, 'staff.removed', { user: user.id })
  })
}

/**
 * Disables a person or lets them in again. Disabled, they are out of everything within a second, and their links and open invitations
 * are void; let in again, they have the password and factors that they had.
 * @throws Refusal not_found
 */
export async function disablePerson(actor: Actor, address: string, disabled: boolean): Promise<void> {
  const email = Email.parse(address)
  await ownerTx(async (tx) => {
    const user = await findAnybody(tx, email)
    if (!user) throw new Refusal('not_found')
    await updateDisabled(tx, user.id, disabled)
    await audit(tx, actor, disabled ? 'person.disabled' : 'person.enabled', { user: user.id })
  })
}
