import { listen } from '#server/platform/listen.ts'
import { errorFields, log } from '#server/platform/log.ts'
import { enqueue } from '#server/platform/outbox.ts'
import { batchTx } from '#server/platform/tx.ts'

/** One run gathers the stores of this many seconds: a marketplace announces its sellers by the thousand. */
const gatherSeconds = 1

/**
 * Has stores invited soon after `seller.upserted` named an address. The schedule finds what was missed.
 * @returns stops watching
 */
export function watchInvitees(): () => void {
  const ask = () => {
    batchTx((tx) => enqueue(tx, 'sellers.invite', {}, { key: 'sellers.invite', delay: gatherSeconds })).catch((error: unknown) =>
      log.warn(errorFields(error), 'invitations wait for their schedule'),
    )
  }
  return listen('invitees', { heard: ask, resumed: ask })
}
