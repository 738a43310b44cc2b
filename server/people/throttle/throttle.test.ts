import { expect, test } from 'vitest'
import { type Limit, limits, waitAfter } from './throttle.ts'

/** How many tries somebody makes in `seconds` who tries again the moment they may. */
function tries(limit: Limit, seconds: number): number {
  let [at, made] = [0, 0]
  while (at < seconds) {
    made++
    at += Math.max(waitAfter(made, limit), 0.001)
  }
  return made
}

test('the first tries are free, then the wait doubles up to its longest', () => {
  const limit = { free: 5, longest: 60, forgottenAfter: 0 }
  expect([1, 4, 5, 6, 7, 10, 11, 12, 500].map((n) => waitAfter(n, limit))).toEqual([0, 0, 1, 2, 4, 32, 60, 60, 60])
})

test('an account takes at most 20 guesses in its first hour, and 5 in each later one', () => {
  const first = tries(limits.account, 3600)
  expect(first).toBeLessThanOrEqual(20)
  expect(tries(limits.account, 24 * 3600) - first).toBeLessThanOrEqual(23 * 5)
  // The test can fail: without the growing wait there is no bound.
  expect(tries({ ...limits.account, longest: 1 }, 3600)).toBeGreaterThan(1000)
})

test('an hour of guessing codes succeeds with less than 0.01 %', () => {
  // Three of a million codes are right at any time: this step, the one before and the one after.
  expect(1 - (1 - 3 / 1e6) ** tries(limits.code, 3600)).toBeLessThan(0.0001)
})
