import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import type { Locale } from '#server/platform/locale.ts'
import { personTx } from '#server/platform/tx.ts'
import { updateLocale } from '../users/store.ts'
import type { Session } from './session.ts'

/** The language of the person's pages and mails. */
export async function chooseLocale(session: Session, locale: Locale): Promise<void> {
  await personTx(session.userId, async (tx) => {
    await updateLocale(tx, session.userId, locale)
    await audit(tx, personActor(session), 'locale.chosen', { locale })
  })
}
