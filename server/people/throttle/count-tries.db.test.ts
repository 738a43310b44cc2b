import { afterAll, beforeEach, expect, test } from 'vitest'
import { closePeople, owner } from '#db/test/people.ts'
import { throttleForgive, throttleTry } from './count-tries.ts'
import { type Counted, limits, waitAfter } from './throttle.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const once = (counted: readonly Counted[]) =>
  throttleTry(counted).then(
    () => 0,
    (error: { params: { seconds: number } }) => error.params.seconds,
  )
const account: Counted = { limit: 'account', subject: 'mei@example.com' }
const freeNow = () => owner()`update throttles set free_at = now()`

test('the waits in the table are those of the rule', async () => {
  for (let tries = 1; tries <= 16; tries++) {
    expect(await once([account])).toBe(0)
    const [row] = await owner()<[{ wait: number }]>`select round(extract(epoch from free_at - last_at))::int as wait from throttles`
    expect(row.wait).toBe(waitAfter(tries, limits.account))
    await freeNow()
  }
})

test('a refused try is not counted: asking again and again makes nobody wait longer', async () => {
  for (let tries = 1; tries <= 6; tries++) {
    await once([account])
    await freeNow()
  }
  await owner()`update throttles set free_at = now() + interval '30 seconds'`
  const waits = []
  for (let n = 0; n < 5; n++) waits.push(await once([account]))
  expect(Math.max(...waits)).toBeLessThanOrEqual(30)
})

test('of several limits the longest wait is said', async () => {
  await owner()`delete from throttles`
  const address: Counted = { limit: 'address', subject: '192.0.2.1' }
  await once([account, address])
  await owner()`update throttles set free_at = now() + interval '20 seconds'`
  expect(await once([address, account])).toBeGreaterThan(18)
})

test('what was right is forgiven: the person’s tries are forgotten, an address only gets its one back', async () => {
  const both: Counted[] = [account, { limit: 'address', subject: '192.0.2.1' }]
  for (let n = 0; n < 4; n++) await once(both)
  await throttleForgive(both)
  expect(await owner()`select tries from throttles`).toEqual([{ tries: 3 }])
})

test('a day later the counting begins anew', async () => {
  for (let n = 0; n < 5; n++) await once([account])
  await owner()`update throttles set last_at = last_at - interval '25 hours', free_at = now()`
  expect(await once([account])).toBe(0)
  expect(await owner()`select tries from throttles`).toEqual([{ tries: 1 }])
})

test('a net of many addresses and accounts is slowed as a whole, to at most a try in two seconds', async () => {
  const net = (n: number): Counted[] => [
    { limit: 'account', subject: `victim${n}@example.com` },
    { limit: 'address', subject: `198.51.100.${n}` },
    { limit: 'portal', subject: '' },
  ]
  await once(net(1))
  await owner()`update throttles set tries = ${limits.portal.free + 10} where tries = 1`
  await freeNow()
  expect(await once(net(2))).toBe(0)
  expect(await once(net(3))).toBe(2)
  // A browser that an account knows is not counted with the rest.
  expect(await once([{ limit: 'device', subject: 'home' }])).toBe(0)
})
