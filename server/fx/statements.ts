import type { Tx } from '#server/platform/tx.ts'
import type { Rate } from './rate.ts'

/** The newest rate between two currencies, whichever way it was entered, that is not of the future; or null. */
export async function newestRate(tx: Tx, one: string, other: string): Promise<Rate | null> {
  const [row] = await tx.sql<Rate[]>`
    select r.base, r.quote, trim_scale(r.rate)::text as value, r.source, (extract(epoch from r.at) * 1000)::float8 as at
    from (values (${one}::bpchar, ${other}::bpchar), (${other}, ${one})) as pair (base, quote)
    cross join lateral (
      select * from rates where base = pair.base and quote = pair.quote and at <= (select portal_now()) order by at desc limit 1
    ) as r
    order by r.at desc limit 1`
  return row ?? null
}
