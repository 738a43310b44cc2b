import type { Actor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { ownerTx } from '#server/platform/tx.ts'
import { Email } from '../schema.ts'
import { deleteStaff, findAnybody, updateDisabled } from './store.ts'

/** Removes a person from the staff: their staff sessions end within a second. @throws Refusal not_found where they are not staff */
export async function removeStaff(actor: Actor, address: string): Promise<void> {
  const email = Email.parse(address)
  await ownerTx(async (tx) => {
    const user = await findAnybody(tx, email)
    if (!user || !(await deleteStaff(tx, user.id))) throw new Refusal('not_found')
    await audit(tx, actor, 'staff.removed', { user: user.id })
  })
}

/**
 * Disables or enables a person. Disabling ends their sessions within a second, and voids their links and open invitations; enabled again,
 * they have their former password and factors.
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
