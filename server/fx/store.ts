import type { Tx } from '#server/platform/tx.ts'
import type { Rate } from './rate.ts'

/** The newest rate between two currencies, whichever way it was entered, that is not of the future; or null. */
export async function newestRate(tx: Tx, one: string, other: string): Promise<Rate | null> {
  const [row] = await tx.sql<(Omit<Rate, 'at'> & { at: string })[]>`
    select base, quote, trim_scale(rate)::text as value, source, (extract(epoch from at) * 1000)::text as at
    from rates where (base, quote) in ((${one}, ${other}), (${other}, ${one})) and at <= portal_now() order by at desc limit 1`
  return row ? { ...row, at: Number(row.at) } : null
}

/** Writes down a rate of now. */
export async function insertRate(tx: Tx, rate: Omit<Rate, 'at'>): Promise<void> {
  await tx.sql`
    insert into rates (base, quote, rate, source, at)
    values (${rate.base}, ${rate.quote}, ${rate.value}::numeric, ${rate.source}, portal_now())`
}
