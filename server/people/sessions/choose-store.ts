import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Locale } from '#server/platform/locale.ts'
import { personTx } from '#server/platform/tx.ts'
import { updateLastStore, updateLocale } from '../users/store.ts'
import type { Session } from './session.ts'
import { updateChosenStore } from './store.ts'

/** Looks at another of the person's stores, now and at the next sign-in. @throws Refusal not_found where they are no member */
export async function chooseStore(session: Session, sellerId: number): Promise<void> {
  if (!session.stores.some((store) => store.sellerId === sellerId)) throw new Refusal('not_found')
  await personTx(session.userId, async (tx) => {
    await updateChosenStore(tx, session.sessionId, sellerId)
    await updateLastStore(tx, session.userId, sellerId)
    await audit(tx, { kind: 'person', userId: session.userId, sessionId: session.sessionId }, 'store.chosen', {}, sellerId)
  })
}

/** The language of the person's pages and mails. */
export async function chooseLocale(session: Session, locale: Locale): Promise<void> {
  await personTx(session.userId, async (tx) => {
    await updateLocale(tx, session.userId, locale)
    await audit(tx, { kind: 'person', userId: session.userId, sessionId: session.sessionId }, 'locale.chosen', { locale })
  })
}
