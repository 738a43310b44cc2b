import type { Tx } from '#server/platform/tx.ts'
import { type Counted, type Limit, limits, throttleKey } from './throttle.ts'

/**
 * Counts a try if it may be made now.
 * @returns 0, or the seconds until the next one may
 */
export async function take(tx: Tx, counted: Counted): Promise<number> {
  const { free, first = 1, longest, forgottenAfter }: Limit = limits[counted.limit]
  const key = throttleKey(counted)
  // The wait is throttle.ts's waitAfter. clock_timestamp: whoever waited for the row's lock is judged by when it got it.
  const taken = await tx.sql`
    insert into throttles as t (key, tries, last_at, free_at) values (${key}, 1, clock_timestamp(), clock_timestamp())
    on conflict (key) do update set
      tries = case when t.last_at < clock_timestamp() - make_interval(secs => ${forgottenAfter}) then 1 else t.tries + 1 end,
      last_at = clock_timestamp(),
      free_at = clock_timestamp() + make_interval(secs => case
        when t.last_at < clock_timestamp() - make_interval(secs => ${forgottenAfter}) or t.tries + 1 < ${free} then 0
        else least(${longest}, ${first} * power(2, least(t.tries + 1 - ${free}, 30))) end)
    where t.free_at <= clock_timestamp()
    returning 1`
  if (taken.length > 0) return 0
  const [row] = await tx.sql<[{ seconds: number }?]>`
    select ceil(extract(epoch from free_at - clock_timestamp()))::int as seconds from throttles where key = ${key}`
  return Math.max(1, row?.seconds ?? 1)
}

/** How many tries are counted that the limit still remembers. */
export async function triesOf(tx: Tx, counted: Counted): Promise<number> {
  const { forgottenAfter } = limits[counted.limit]
  const [row] = await tx.sql<[{ tries: number }?]>`
    select tries from throttles where key = ${throttleKey(counted)} and last_at > clock_timestamp() - make_interval(secs => ${forgottenAfter})`
  return row?.tries ?? 0
}

/** Notes that the person of the transaction has proven both factors from this network. */
export async function noteNetwork(tx: Tx, address: string): Promise<void> {
  await tx.sql`select prove_network(${throttleKey({ limit: 'address', subject: address })})`
}

/** Whether somebody with this e-mail has, asked as the gate; the same work where nobody has that e-mail. */
export async function isProvenNetwork(tx: Tx, email: string, address: string): Promise<boolean> {
  const [row] = await tx.sql<[{ proven: boolean }]>`
    select gate_is_proven_network(${email}, ${throttleKey({ limit: 'address', subject: address })}) as proven`
  return row.proven
}

/** Gives a try back that turned out right. `all` forgets the earlier ones too: whoever proved who they are starts anew. */
export async function giveBack(tx: Tx, counted: Counted, all: boolean): Promise<void> {
  const key = throttleKey(counted)
  if (all) await tx.sql`delete from throttles where key = ${key}`
  else await tx.sql`update throttles set tries = greatest(tries - 1, 0), free_at = clock_timestamp() where key = ${key}`
}

/** Forgets what no limit remembers any more. */
export async function sweepThrottles(tx: Tx): Promise<void> {
  await tx.sql`delete from throttles where last_at < clock_timestamp() - interval '2 days'`
  await tx.sql`delete from proven_networks where used_at < clock_timestamp() - interval '180 days'`
}
