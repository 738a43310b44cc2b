import { NextRequest } from 'next/server'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { closePeople, join, makeStore, makeUser, owner } from '#db/test/people.ts'
import { PortalBrowser } from '#db/test/portal-browser.ts'
import { answerAuth } from './auth.ts'
import { loggedCode } from './next-auth.ts'

const portal = 'http://localhost:3000'

class Browser extends PortalBrowser {
  constructor() {
    super(portal, answerAuth)
  }
}

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

describe('next-auth', () => {
  async function signedInBrowser() {
    const user = await makeUser({ password: 'nine quiet rivers' })
    await join(await makeStore(), user, 'viewer')
    const browser = new Browser()
    expect(await browser.post('callback/password', { email: user.email, password: 'nine quiet rivers' })).toMatchObject({ status: 200 })
    return { user, browser }
  }

  test('a refusal is a code with its wait, the same for known and unknown addresses', async () => {
    const { user } = await signedInBrowser()
    for (const email of [user.email, 'nobody@example.com']) {
      const browser = new Browser()
      const answers = []
      for (let n = 0; n < 6; n++) answers.push(await browser.post('callback/password', { email, password: `guess ${n}` }))
      expect(answers.map((one) => one.status)).toEqual(Array(6).fill(401))
      expect(answers.map((one) => new URL(one.url).searchParams.get('error'))).toEqual([
        ...Array(5).fill('wrong_credentials'),
        'too_many_tries.1',
      ])
    }
  })

  test('a POST from another site is refused, with any CSRF token', async () => {
    const { user, browser } = await signedInBrowser()
    const { csrfToken } = (await (await browser.call('/api/auth/csrf')).json()) as { csrfToken: string }
    const typed = { email: user.email, password: 'nine quiet rivers', csrfToken, json: 'true' }
    const headers = ['https://evil.example', 'null', ''].map((origin): Record<string, string> => ({ origin }))
    for (const more of [...headers, { 'content-type': 'text/plain' }])
      expect((await browser.call('/api/auth/callback/password', typed, more)).status).toBe(403)
    expect(await owner()`select 1 from sessions where user_id = ${user.id}`).toHaveLength(1)
  })

  test('there is no demo sign-in outside of the demo', async () => {
    const user = await makeUser({ demo: true })
    const browser = new Browser()
    const { csrfToken } = (await (await browser.call('/api/auth/csrf')).json()) as { csrfToken: string }
    expect((await browser.call('/api/auth/callback/demo', { email: user.email, csrfToken, json: 'true' })).status).toBe(404)
    expect(browser.session()).toBeNull()
  })

  test('answers the five calls of the portal, and no others', async () => {
    const { browser } = await signedInBrowser()
    const { csrfToken } = (await (await browser.call('/api/auth/csrf')).json()) as { csrfToken: string }
    const others = [
      '_log',
      'session',
      'signout',
      'signin',
      'signin/password',
      'providers',
      'error',
      'verify-request',
      'callback',
      'csrf/x',
      'callback/email',
    ]
    for (const action of others) {
      expect((await browser.call(`/api/auth/${action}`)).status, action).toBe(404)
      expect((await browser.call(`/api/auth/${action}`, { csrfToken, code: 'X', level: 'error' })).status, action).toBe(404)
    }
    expect((await browser.call('/api/auth/csrf', { csrfToken })).status).toBe(404)
    expect((await browser.call('/api/auth/callback/password')).status).toBe(404)
  })

  /** A POST of the portal's own page with a body as it is. */
  const posted = (body: BodyInit, more: Record<string, string> = {}, action = 'callback/password') =>
    new Browser().ask(
      new NextRequest(`${portal}/api/auth/${action}`, {
        method: 'POST',
        body,
        headers: { origin: portal, 'content-type': 'application/json', ...more },
        duplex: 'half',
      } as never),
    )

  test('accepts a body of 16 KB, with or without Content-Length, and refuses a larger one', async () => {
    const fields = (bytes: number) => JSON.stringify({ email: '' }).replace('""', `"${'x'.repeat(bytes - 12)}"`)
    const streamed = (text: string) =>
      new ReadableStream({ start: (to) => (to.enqueue(Buffer.from(text)), to.close()) }) as unknown as BodyInit
    expect(fields(16_384)).toHaveLength(16_384)
    for (const sent of [(text: string) => text as BodyInit, streamed]) {
      expect((await posted(sent(fields(16_384)))).status).toBe(302) // without a CSRF token: to the sign-in page
      expect((await posted(sent(fields(16_385)))).status).toBe(413)
    }
    expect((await posted('{}', { 'content-length': '64000000' })).status).toBe(413)
  })

  test('refuses a body that is not an object of texts', async () => {
    for (const body of ['', '{', '[]', '7', 'null', '"x"', '{"email":{"$gt":""}}', '{"csrfToken":["a"]}'])
      expect((await posted(body)).status, body).toBe(422)
  })

  test('redirects to the overview for an invalid address or one of another site', async () => {
    const addresses = [
      'http://[',
      '%',
      'javascript:alert(1)',
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'data:,x',
      '\u0000',
    ]
    for (const callbackUrl of addresses) {
      const { user } = await signedInBrowser()
      const browser = new Browser()
      browser.jar.set('next-auth.callback-url', encodeURIComponent(callbackUrl))
      const typed = { email: user.email, password: 'nine quiet rivers', callbackUrl }
      expect(await browser.post(`callback/password?callbackUrl=${encodeURIComponent(callbackUrl)}`, typed), callbackUrl).toEqual({
        status: 200,
        url: `${portal}/`,
      })
    }
  })

  test('logs only its own codes', () => {
    expect(loggedCode('OAUTH_CALLBACK_ERROR')).toBe('OAUTH_CALLBACK_ERROR')
    for (const text of ['6222020200112233445', 'a word', 'X'.repeat(61), '']) expect(loggedCode(text)).toBe('OTHER')
  })
})
