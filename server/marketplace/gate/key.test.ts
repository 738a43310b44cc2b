import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'

vi.stubEnv('DATABASE_URL', 'postgres://nowhere')
vi.stubEnv('PORTAL_SECRET', 'a secret of the test that is long enough')
const loadKey = vi.hoisted(() => vi.fn())
vi.mock('../statements.ts', () => ({ loadKey }))

const { accessOf, newToken, readAnew } = await import('./key.ts')
const row = { id: 'key_1', marketplaceId: 7, scopes: ['read'], requestsPerMinute: 60, secrets: [], clock: 1_700_000_000_000 }
const ask = (token: string) =>
  accessOf(`Bearer ${token}`, 'read').then(
    ({ keyId }) => keyId,
    (error: { code: string }) => error.code,
  )

beforeEach(() => {
  loadKey.mockReset().mockResolvedValue(row)
})

test('a key is looked up once a second, also for concurrent calls', async () => {
  const token = newToken()
  expect(new Set(await Promise.all(Array.from({ length: 100 }, () => ask(token))))).toEqual(new Set(['key_1']))
  expect(loadKey).toHaveBeenCalledTimes(1)
  const access = await accessOf(`bearer   ${token}`, 'read')
  expect(performance.now() + access.clockOffset - row.clock).toBeLessThan(1000) // the database's time
  await new Promise((done) => setTimeout(done, 10))
  await readAnew(access)
  expect(loadKey).toHaveBeenCalledTimes(2)
})

test('while PORTAL_SECRET changes, tokens of both secrets are accepted; later only those of the new one', async () => {
  const { env } = await import('#server/platform/env.ts')
  const [old, next] = [env().PORTAL_SECRET, 'another secret of the test that is long enough']
  const early = newToken()
  Object.assign(env(), { PORTAL_SECRET: next, PORTAL_SECRET_PREVIOUS: old })
  const late = newToken()
  expect([await ask(early), await ask(late)]).toEqual(['key_1', 'key_1'])
  Object.assign(env(), { PORTAL_SECRET: old, PORTAL_SECRET_PREVIOUS: undefined })
  await new Promise((done) => setTimeout(done, 1100))
  expect([await ask(early), await ask(late)]).toEqual(['key_1', 'not_authenticated'])
})

test('an unknown key is refused, and looked up again after a second only', async () => {
  loadKey.mockResolvedValue(undefined)
  const token = newToken()
  expect([await ask(token), await ask(token)]).toEqual(['not_authenticated', 'not_authenticated'])
  expect(loadKey).toHaveBeenCalledTimes(1)
})

test('after a failure of the database the next call looks the key up again', async () => {
  loadKey.mockRejectedValueOnce(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }))
  const token = newToken()
  expect([await ask(token), await ask(token)]).toEqual(['ECONNREFUSED', 'key_1'])
})

test('ten thousand guesses never reach the database', async () => {
  const right = newToken()
  for (let n = 0; n < 10_000; n++) {
    const guess =
      n % 2
        ? `sfp_${randomBytes(32).toString('base64url')}_${randomBytes(6).toString('base64url')}`
        : right.slice(0, n % 50) + 'x' + right.slice((n % 50) + 1)
    if (guess !== right) expect(await ask(guess)).toBe('not_authenticated')
  }
  expect(loadKey).not.toHaveBeenCalled()
  expect(await ask(right)).toBe('key_1')
})

test('a token has 256 random bits and is never repeated', () => {
  const tokens = Array.from({ length: 1000 }, newToken)
  expect(new Set(tokens).size).toBe(1000)
  for (const token of tokens) expect(token).toMatch(/^sfp_[A-Za-z0-9_-]{43}_[A-Za-z0-9_-]{8}$/)
})
