import { personTx } from '#server/platform/tx.ts'
import { updateLastStore } from '../users/store.ts'
import type { Session, Store } from './session.ts'

/** Remembers the store that a person looks at, so that `/` leads to it. No call is about a store because it was remembered. */
export async function rememberStore({ userId, lastSellerId }: Session, { sellerId }: Pick<Store, 'sellerId'>): Promise<void> {
  if (sellerId === lastSellerId) return
  // oxlint-disable-next-line house/verb -- where a link leads is no act: it would fill the trail
  await personTx(userId, (tx) => updateLastStore(tx, userId, sellerId))
}
