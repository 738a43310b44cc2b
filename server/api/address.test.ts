import { afterEach, expect, test, vi } from 'vitest'

process.env.PORTAL_SECRET ??= 'a secret of the tests that is long enough for everyone'
process.env.DATABASE_URL ??= 'postgres://nobody@localhost/none'

/** The address of a call as a portal behind this many proxies sees it. */
async function behind(proxies: number, forwarded: string | null) {
  vi.resetModules()
  vi.stubEnv('PORTAL_PROXIES', String(proxies))
  const { clientAddress } = await import('./address.ts')
  return clientAddress(new Headers(forwarded === null ? {} : { 'x-forwarded-for': forwarded }))
}

afterEach(() => vi.unstubAllEnvs())

test('the client’s own claims are to the left of the entries of our server and proxies', async () => {
  expect(await behind(0, '6.6.6.6, 192.0.2.7')).toBe('192.0.2.7')
  expect(await behind(1, '6.6.6.6, 192.0.2.7, 10.0.0.1')).toBe('192.0.2.7')
  expect(await behind(2, '6.6.6.6, 192.0.2.7, 10.0.0.1, 10.0.0.2')).toBe('192.0.2.7')
  expect(await behind(0, '::ffff:127.0.0.1')).toBe('::ffff:127.0.0.1')
})

test('a missing or invalid address is empty', async () => {
  expect(await behind(1, null)).toBe('')
  expect(await behind(1, '<script>')).toBe('')
  expect(await behind(3, '192.0.2.7')).toBe('192.0.2.7')
})
