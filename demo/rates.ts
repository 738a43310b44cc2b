import type { Sql } from 'postgres'
import { DAY, HOUR, startOfDay } from './calendar.ts'

/** Hours (China) at which the demo's staff enter a rate. Twice a day, so that there is always a rate of the last day. */
const hours = [9, 16]

/**
 * Enters the demo's rates in (from, to], epoch milliseconds. Entering a rate again changes nothing.
 */
export async function enterRates(owner: Sql, from: number, to: number): Promise<void> {
  const rows: { at: number; rate: string }[] = []
  for (let day = startOfDay(from); day <= to; day += DAY)
    for (const hour of hours) {
      const at = day + hour * HOUR
      if (at > from && at <= to) rows.push({ at, rate: rateAt(at) })
    }
  if (rows.length === 0) return
  await owner`
    insert into rates (base, quote, rate, source, at)
    select 'USD', 'CNY', rate::numeric, 'Sandbox marketplace', to_timestamp(at / 1000)
    from unnest(${rows.map((row) => row.at)}::float8[], ${rows.map((row) => row.rate)}::text[]) as n (at, rate) on conflict do nothing`
}

/** The rate at an instant: two slow waves around 7.1, the same on every call. */
function rateAt(at: number): string {
  const days = at / DAY
  const tenThousandths = Math.round(71_000 + 400 * Math.sin(days / 9) + 60 * Math.sin(days * 2.3))
  return `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`
}
