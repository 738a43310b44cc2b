import { portalNow } from '#db/schema/columns.ts'
import { rates } from '#db/schema/fx.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Rate } from './rate.ts'

/** Writes down a rate of now. */
export async function insertRate(tx: Tx, { base, quote, value, source }: Omit<Rate, 'at'>): Promise<void> {
  await tx.db.insert(rates).values({ base, quote, rate: value, source, at: portalNow })
}
