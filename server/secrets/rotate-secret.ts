import { audit } from '#server/platform/audit.ts'
import { currentPrefix, open, seal } from '#server/platform/seal.ts'
import { type SealedColumn, sealedColumns } from '#server/platform/sealed-places.ts'
import { ownerTx } from '#server/platform/tx.ts'
import { countQueued, countUnderOtherKeys, selectUnderOtherKeys, updateSealed } from './statements.ts'

/** What still needs the previous secret. What is sealed can be sealed anew; the others only their holders can make anew. */
export type KeyUse = {
  readonly sealed: number
  /** Jobs of the queue, which are gone once they have run. */
  readonly queued: number
  /** Links that undo a change of credentials, with a second factor of before; they lapse within days. */
  readonly undos: number
  /** Passwords; each is hashed anew when its person signs in. */
  readonly passwords: number
  /** People with recovery codes. */
  readonly recoveryCodes: number
  /** Live API keys, whose tokens were made under it. */
  readonly apiKeys: number
}

/**
 * Seals everything anew that is sealed under another secret than the current one, a few rows a transaction, while readers go on: they
 * open both. Of a row that somebody changes at the same moment the newer value stays. It may run again after it was stopped.
 * @param note is told of each column
 * @param batch rows a transaction
 * @returns how many values were sealed anew
 * @throws Error where a value opens under neither secret; those before it are done
 */
export async function rotateSecret(note: (text: string) => void = () => {}, batch = 200): Promise<number> {
  let total = 0
  for (const column of sealedColumns) {
    const done = await resealColumn(column, batch)
    if (done > 0) note(`${column.table}.${column.column}: ${done}`)
    total += done
  }
  await ownerTx((tx) => audit(tx, { kind: 'job', name: 'admin' }, 'secret.rotated', { sealed: total }))
  return total
}

async function resealColumn(column: SealedColumn, batch: number): Promise<number> {
  const prefix = currentPrefix()
  let [done, after] = [0, null as readonly string[] | null]
  for (;;) {
    // Files are large: two of them are a batch.
    const limit = column.table === 'files' ? Math.min(batch, 2) : batch
    const rows = await ownerTx(async (tx) => {
      const rows = await selectUnderOtherKeys(tx, column, { prefix, after, limit })
      for (const { place, sealed } of rows) sealed.next = seal(open(sealed.value, place), place)
      done += await updateSealed(tx, column, rows)
      return rows
    })
    if (rows.length < limit) return done
    after = rows.at(-1)?.key ?? null
  }
}

/** What is not yet under the current secret. Once all are 0, the previous one is needed no more. */
export function keysInUse(): Promise<KeyUse> {
  return ownerTx(async (tx) => ({ ...(await countUnderOtherKeys(tx)), queued: await countQueued() }))
}
