import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { personTx } from '#server/platform/tx.ts'
import { changeCredentials } from '../credentials/change-credentials.ts'
import { type ActProof, provenTx } from '../factors/prove-act.ts'
import type { Browser } from '../sessions/browser.ts'
import type { Session } from '../sessions/session.ts'
import { deleteIdentity, type Identity, selectIdentities } from './store.ts'

/** The marketplace's sign-ons that open the person's account. */
export async function listIdentities(session: Session): Promise<Identity[]> {
  return personTx(session.userId, (tx) => selectIdentities(tx, session.userId))
}

/** Removes one of them; it opens nothing from then on. @throws Refusal not_found; those of provenTx */
export async function removeIdentity(session: Session, { id, proof }: { id: string; proof: ActProof }, browser: Browser): Promise<void> {
  const actor = personActor(session)
  await provenTx(session, { act: { verb: 'identity.remove', content: { id } }, proof }, async (tx) => {
    const change = { actor, keepSession: session.sessionId, keepDevice: browser, notice: { kind: 'identity-removed' } } as const
    await changeCredentials(tx, session, change, async () => {
      if (!(await deleteIdentity(tx, session.userId, id))) throw new Refusal('not_found')
    })
    await audit(tx, actor, 'identity.removed', { id })
  })
}
