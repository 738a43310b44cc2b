import { expect, test } from 'vitest'
import type { Access } from './key.ts'
import { takeQuota, takeRoom } from './limit.ts'

const access = (keyId: string) => ({ keyId, requestsPerMinute: 3 }) as Access
const code = (attempt: () => unknown) => {
  try {
    attempt()
    return 'taken'
  } catch (error) {
    return [(error as { code: string }).code, (error as { more: { headers: unknown } }).more.headers]
  }
}

test('a key may ask so often in a minute, is told so each time, and harms no other key', () => {
  const headers = [0, 1, 10_000].map((now) => takeQuota(access('a'), now))
  expect(headers[0]).toEqual({ 'ratelimit-policy': '"requests";q=3;w=60', ratelimit: '"requests";r=2;t=60' })
  expect(headers[2]?.ratelimit).toBe('"requests";r=0;t=50')
  expect(code(() => takeQuota(access('a'), 59_000))).toEqual([
    'rate_limited',
    { 'ratelimit-policy': '"requests";q=3;w=60', ratelimit: '"requests";r=0;t=1', 'retry-after': '1' },
  ])
  expect(code(() => takeQuota(access('b'), 59_000))).toBe('taken')
  expect(code(() => takeQuota(access('a'), 60_000))).toBe('taken')
})

test('bodies under way have an end in bytes and in number, and room that was given back is there again', () => {
  const large = Array.from({ length: 16 }, () => takeRoom(4 * 1024 * 1024))
  expect(code(() => takeRoom(1))).toEqual(['unavailable', { 'retry-after': '1' }])
  large.forEach((giveBack) => giveBack())
  const small = Array.from({ length: 2048 }, () => takeRoom(1))
  expect(code(() => takeRoom(1))).toEqual(['unavailable', { 'retry-after': '1' }])
  small.forEach((giveBack) => giveBack())
  expect(code(() => takeRoom(1)())).toBe('taken')
})
