import { expect, test } from 'vitest'
import { owner } from '#db/test/people.ts'
import { gateTx } from '#server/platform/tx.ts'
import { countTry } from './store.ts'
import { limits, throttleKey, waitAfter } from './throttle.ts'

test.each(Object.keys(limits) as (keyof typeof limits)[])(
  'the wait that Postgres sets after each try of %s equals waitAfter',
  async (limit) => {
    const counted = { limit, subject: 'the wait' }
    const key = throttleKey(counted)
    const tries = [1, 2, limits[limit].free - 1, limits[limit].free, limits[limit].free + 1, limits[limit].free + 4, 5000]
    for (const n of tries) {
      await owner()`
      insert into throttles (key, tries, last_at, free_at) values (${key}, ${n - 1}, clock_timestamp(), clock_timestamp())
      on conflict (key) do update set tries = ${n - 1}, free_at = clock_timestamp()`
      expect(await gateTx((tx) => countTry(tx, counted))).toBe(0)
      const [row] = await owner()<[{ tries: number; wait: number }]>`
      select tries, round(extract(epoch from free_at - last_at))::int as wait from throttles where key = ${key}`
      expect(row).toEqual({ tries: n, wait: waitAfter(n, limits[limit]) })
    }
  },
)
