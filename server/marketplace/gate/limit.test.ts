import { expect, test, vi } from 'vitest'

vi.stubEnv('DATABASE_URL', 'postgres://nowhere')
vi.mock('../statements.ts', () => ({ takeRequests: vi.fn() }))
const { takeQuota } = await import('./limit.ts')
type Access = Parameters<typeof takeQuota>[0]

let keys = 0
const access = (requestsPerMinute: number) => ({ keyId: `key_${++keys}`, requestsPerMinute }) as Access
const outcome = (asked: Promise<Record<string, string>>) =>
  asked.then(
    ({ ratelimit }) => ratelimit,
    (error: { code: string; more: { headers: Record<string, string> } }) => [error.code, error.more.headers],
  )

/** The database's count of a minute; what other processes take is added by hand. */
function minute(endsInMs = 41_500) {
  const state = { taken: 0, calls: 0, endsInMs }
  return {
    state,
    take: async (_key: string, wanted: number) => {
      state.calls++
      return { taken: (state.taken += wanted), endsInMs: state.endsInMs }
    },
  }
}

test('a key has a quota of requests a minute, and each answer announces it', async () => {
  const { take } = minute()
  const key = access(3)
  expect(await takeQuota(key, take)).toEqual({ 'ratelimit-policy': '"requests";q=3;w=60', ratelimit: '"requests";r=2;t=42' })
  expect(await outcome(takeQuota(key, take))).toBe('"requests";r=1;t=42')
  expect(await outcome(takeQuota(key, take))).toBe('"requests";r=0;t=42')
  const headers = { 'ratelimit-policy': '"requests";q=3;w=60', ratelimit: '"requests";r=0;t=42', 'retry-after': '42' }
  expect(await outcome(takeQuota(key, take))).toEqual(['rate_limited', headers])
  expect(await outcome(takeQuota(access(3), minute().take))).toBe('"requests";r=2;t=42')
})

test('requests taken by other processes count against the quota', async () => {
  const { take, state } = minute()
  const key = access(10)
  await takeQuota(key, take)
  state.taken += 8
  expect(await outcome(takeQuota(key, take))).toBe('"requests";r=0;t=42')
  expect(await outcome(takeQuota(key, take))).toMatchObject(['rate_limited', {}])
})

test('ten thousand requests within a quota of a million ask the database once, and refused ones not again', async () => {
  const { take, state } = minute()
  const large = access(1_000_000)
  await Promise.all(Array.from({ length: 10_000 }, () => takeQuota(large, take)))
  expect(state.calls).toBe(1)
  const one = minute()
  const bounded = access(200)
  const answers = await Promise.all(Array.from({ length: 1000 }, () => outcome(takeQuota(bounded, one.take))))
  expect(answers.filter((answer) => typeof answer === 'string')).toHaveLength(200)
  const calls = one.state.calls
  for (let n = 0; n < 1000; n++) await outcome(takeQuota(bounded, one.take))
  expect(one.state.calls).toBe(calls)
})

test('the last lease takes only the rest of the quota, and a new minute starts a new quota', async () => {
  const { take, state } = minute(50)
  const key = access(250) // parts of three
  state.taken = 249
  expect(await outcome(takeQuota(key, take))).toBe('"requests";r=0;t=1')
  expect(await outcome(takeQuota(key, take))).toMatchObject(['rate_limited', { 'retry-after': '1' }])
  await vi.waitFor(async () => {
    state.taken = 0
    expect(await outcome(takeQuota(key, take))).toBe('"requests";r=249;t=1')
  })
})

test('a database that fails lets the next request ask again', async () => {
  const key = access(5)
  const failing = async () => {
    throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
  }
  await expect(takeQuota(key, failing)).rejects.toThrow('gone')
  expect(await outcome(takeQuota(key, minute().take))).toBe('"requests";r=4;t=42')
})
