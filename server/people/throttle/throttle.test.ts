import { expect, test } from 'vitest'
import { type Limit, limits, networkOf, throttleKey, waitAfter } from './throttle.ts'

process.env.PORTAL_SECRET ??= 'a secret of the tests that is long enough for everyone'
process.env.DATABASE_URL ??= 'postgres://nobody@localhost/none'

/** How many tries somebody makes in `seconds` who tries again the moment they may. */
function tries(limit: Limit, seconds: number): number {
  let [at, made] = [0, 0]
  while (at < seconds) {
    made++
    at += Math.max(waitAfter(made, limit), 0.001)
  }
  return made
}

test('the first tries are free, then the wait doubles up to its maximum', () => {
  const limit = { free: 5, longest: 60, forgottenAfter: 0 }
  expect([1, 4, 5, 6, 7, 10, 11, 12, 500].map((n) => waitAfter(n, limit))).toEqual([0, 0, 1, 2, 4, 32, 60, 60, 60])
})

test('a store may send twenty invitations, then none for a day', () => {
  expect([19, 20, 21].map((n) => waitAfter(n, limits.team))).toEqual([0, 86_400, 86_400])
  expect(tries(limits.team, 24 * 3600)).toBe(20)
})

test('an account takes at most 20 guesses in its first hour, and 5 in each later one', () => {
  const first = tries(limits.account, 3600)
  expect(first).toBeLessThanOrEqual(20)
  expect(tries(limits.account, 24 * 3600) - first).toBeLessThanOrEqual(23 * 5)
  // The test can fail: without the growing wait there is no bound.
  expect(tries({ ...limits.account, longest: 1 }, 3600)).toBeGreaterThan(1000)
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1:2:3:4', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['', ''],
])('%s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('the 2^64 IPv6 addresses of a /64 are counted as one, and another /64 separately', () => {
  const key = (subject: string) => throttleKey({ limit: 'address', subject }).toString('hex')
  expect(new Set(Array.from({ length: 1000 }, (_, n) => key(`2001:db8:1:2::${n.toString(16)}`))).size).toBe(1)
  expect(key('2001:db8:1:3::1')).not.toBe(key('2001:db8:1:2::1'))
})

test('an hour of guessing codes succeeds with less than 0.01 %', () => {
  // Three of a million codes are right at any time: this step, the one before and the one after.
  expect(1 - (1 - 3 / 1e6) ** tries(limits.code, 3600)).toBeLessThan(0.0001)
})
