import { afterEach, expect, test, vi } from 'vitest'

process.env.PORTAL_SECRET ??= 'a secret of the tests that is long enough for everyone'
process.env.DATABASE_URL ??= 'postgres://nobody@localhost/none'

/** The module as a process with this PORTAL_URL has it. */
async function at(url: string) {
  vi.resetModules()
  vi.stubEnv('PORTAL_URL', url)
  return import('./cookie.ts')
}

afterEach(() => vi.unstubAllEnvs())

test('over https the cookie is Secure and has the __Host- prefix', async () => {
  const { sessionCookie, setCookieLine, cookieAttributes } = await at('https://funds.example')
  expect(sessionCookie()).toBe('__Host-session')
  expect(setCookieLine(sessionCookie(), 'x', 60)).toBe('__Host-session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure')
  expect(cookieAttributes()).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true })
})

test('over http on localhost the cookie has a name that browsers accept there', async () => {
  const { sessionCookie, setCookieLine } = await at('http://localhost:3000')
  expect(setCookieLine(sessionCookie(), 'x', 60)).toBe('session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60')
  expect(setCookieLine(sessionCookie(), '', 60)).toContain('Max-Age=0')
  expect(setCookieLine('kept', 'x', 60, '/a/b')).toBe('kept=x; Path=/a/b; HttpOnly; SameSite=Lax; Max-Age=60')
})

test('of a Cookie header only a whole token under the exact name is read', async () => {
  const { cookieIn } = await at('http://localhost:3000')
  const token = 'a'.repeat(43)
  expect(cookieIn(`other=1; session=${token}; x=2`, 'session')).toBe(token)
  expect(cookieIn(`xsession=${token}`, 'session')).toBeNull()
  expect(cookieIn(`session=${token}; session=${token}`, 'session')).toBe(token)
  for (const other of ['b'.repeat(43), '', 'short']) {
    expect(cookieIn(`session=${token}; session=${other}`, 'session')).toBeNull()
    expect(cookieIn(`session=${other}; session=${token}`, 'session')).toBeNull()
  }
  for (const wrong of [null, '', 'session=', 'session=short', `session=${token}x`, `session="${token}"`])
    expect(cookieIn(wrong, 'session')).toBeNull()
})
