import type { Sql } from 'postgres'
import { DAY, HOUR, startOfDay } from './calendar.ts'

/** The demo's staff enter a rate at 09:00 and at 16:00 in China, so that there is always one of the last day. */
const hours = [9, 16]

/**
 * Enters the demo's rates that fall in (from, to]; entering one again changes nothing.
 * @param from epoch milliseconds
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

/** Two slow waves about 7.1: it moves a little each time and is the same for the same instant. */
function rateAt(at: number): string {
  const days = at / DAY
  const tenThousandths = Math.round(71_000 + 400 * Math.sin(days / 9) + 60 * Math.sin(days * 2.3))
  return `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`
}
