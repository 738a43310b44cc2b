import { afterAll, beforeEach, expect, test } from 'vitest'
import { browser, closePeople, owner } from '#db/test/people.ts'
import { throttleForgive, throttleTry } from './count-tries.ts'
import { passwordTries } from './sign-in-tries.ts'
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

test('the waits in the table are those of waitAfter', async () => {
  for (let tries = 1; tries <= 16; tries++) {
    expect(await once([account])).toBe(0)
    const [row] = await owner()<[{ wait: number }]>`select round(extract(epoch from free_at - last_at))::int as wait from throttles`
    expect(row.wait).toBe(waitAfter(tries, limits.account))
    await freeNow()
  }
})

test('a refused try is not counted: repeating it doesn’t lengthen the wait', async () => {
  for (let tries = 1; tries <= 6; tries++) {
    await once([account])
    await freeNow()
  }
  await owner()`update throttles set free_at = now() + interval '30 seconds'`
  const waits = []
  for (let n = 0; n < 5; n++) waits.push(await once([account]))
  expect(Math.max(...waits)).toBeLessThanOrEqual(30)
})

test('of several limits the longest wait is reported', async () => {
  await owner()`delete from throttles`
  const address: Counted = { limit: 'address', subject: '192.0.2.1' }
  await once([account, address])
  await owner()`update throttles set free_at = now() + interval '20 seconds'`
  expect(await once([address, account])).toBeGreaterThan(18)
})

test('a right try clears the person’s count, and an address gets only this one try back', async () => {
  const both: Counted[] = [account, { limit: 'address', subject: '192.0.2.1' }]
  for (let n = 0; n < 4; n++) await once(both)
  await throttleForgive(both)
  expect(await owner()`select tries from throttles`).toEqual([{ tries: 3 }])
})

test('counting begins anew after a day', async () => {
  for (let n = 0; n < 5; n++) await once([account])
  await owner()`update throttles set last_at = last_at - interval '25 hours', free_at = now()`
  expect(await once([account])).toBe(0)
  expect(await owner()`select tries from throttles`).toEqual([{ tries: 1 }])
})

/** As if so many milliseconds had passed. */
const later = (ms: number) =>
  owner()`update throttles set last_at = last_at - ${ms} * interval '1 millisecond', free_at = free_at - ${ms} * interval '1 millisecond'`

/** The portal's total has been reached long ago. */
async function reachTotal() {
  await once([{ limit: 'portal', subject: '' }])
  await owner()`update throttles set tries = ${limits.portal.free + 10}`
}

/** Tries of one network whose first ones are behind it. */
const wornOut = async (address: string) => {
  for (let n = 0; n < 2; n++) await once([{ limit: 'address', subject: address }])
}

const stranger = (email: string, address: string, proven = false) =>
  passwordTries(email, { known: false, proven }, browser({ address, deviceToken: 'x' }))

test('a botnet of many addresses and accounts is slowed as a whole, to at most one try in two seconds', async () => {
  await reachTotal()
  for (const n of [1, 2]) await wornOut(`198.51.100.${n}`)
  await freeNow()
  expect(await once(stranger('victim1@example.com', '198.51.100.1'))).toBe(0)
  expect(await once(stranger('victim2@example.com', '198.51.100.2'))).toBe(2)
  // A browser that an account knows is not counted with the rest.
  expect(await once([{ limit: 'device', subject: 'home' }])).toBe(0)
})

/**
 * Somebody makes five wrong tries a second for half a minute from 30 networks, the portal's total being reached; every second an honest
 * person tries once. Gives the share of those who were let through to their password at once.
 */
async function success(honest: (n: number) => Counted[]): Promise<number> {
  await owner()`delete from throttles`
  await reachTotal()
  for (let n = 0; n < 30; n++) await wornOut(`198.51.100.${n}`)
  let [through, asked] = [0, 0]
  for (let step = 0; step < 150; step++) {
    await later(200)
    await once(stranger(`victim${step}@example.com`, `198.51.100.${step % 30}`))
    if (step % 5 !== 2) continue
    asked++
    if ((await once(honest(step))) === 0) through++
  }
  return through / asked
}

test('five wrong tries a second lock nobody out: new browsers, proven networks and known browsers sign in 30 times of 30', async () => {
  expect(await success((n) => stranger(`new${n}@example.com`, `203.0.113.${n}`))).toBe(1)
  // At an office from which the attack comes too.
  expect(await success((n) => stranger(`worker${n}@example.com`, `198.51.100.${n % 30}`, true))).toBe(1)
  expect(
    await success((n) => passwordTries(`home${n}@example.com`, { known: true, proven: false }, browser({ deviceToken: `d${n}` }))),
  ).toBe(1)
  // The measure can fail: who waits for the total like everybody gets in less than half the times.
  const before = await success((n) => [
    { limit: 'account', subject: `new${n}@example.com` },
    { limit: 'portal', subject: '' },
  ])
  expect(before).toBeLessThan(0.5)
})

test('a try that was not counted under the portal’s limit is not returned to it', async () => {
  await reachTotal()
  const taken = await throttleTry(stranger('new@example.com', '203.0.113.1'))
  expect(taken.map(({ limit }) => limit)).toEqual(['account', 'address'])
})
