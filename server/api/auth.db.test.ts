import { createRequire } from 'node:module'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type SellerCentre, startSellerCentre } from '#db/test/oidc.ts'
import { closePeople, enrolled, join, makeStore, makeUser, owner, sessionOf, signedIn, trail } from '#db/test/people.ts'

const portal = 'http://localhost:3000'
let centre: SellerCentre
let answerAuth: typeof import('./auth.ts').answerAuth // oxlint-disable-line typescript/consistent-type-imports -- imported once the environment is set

// next-auth reads cookies and headers through Next, which isn't here.
let asked = new Headers()
const nextHeaders = createRequire(import.meta.url).resolve('next/headers')
createRequire(import.meta.url).cache[nextHeaders] = {
  id: nextHeaders,
  filename: nextHeaders,
  loaded: true,
  exports: {
    headers: async () => asked,
    cookies: async () => ({
      getAll: () =>
        (asked.get('cookie') ?? '')
          .split('; ')
          .filter(Boolean)
          .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: decodeURIComponent(pair.slice(pair.indexOf('=') + 1)) })),
    }),
  },
} as never

beforeAll(async () => {
  centre = await startSellerCentre(portal)
  vi.stubEnv('OIDC_ISSUER', centre.issuer)
  vi.stubEnv('OIDC_CLIENT_ID', centre.clientId)
  vi.stubEnv('OIDC_CLIENT_SECRET', centre.clientSecret)
  vi.stubEnv('OIDC_MARKETPLACE', 'mall')
  vi.resetModules()
  ;({ answerAuth } = await import('./auth.ts'))
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await centre.stop()
  await closePeople()
})

beforeEach(async () => {
  centre.tamper = null
  await owner()`delete from throttles`
})

/** A browser that keeps cookies, for the portal and for the seller centre (one host, so one jar, as browsers have it). */
class Browser {
  readonly jar = new Map<string, string>()

  #cookies() {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keep(answer: Response): Response {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      const gone = value === '' || attributes.some((one) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one))
      if (gone) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return answer
  }

  async portal(path: string, body?: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const all = { cookie: this.#cookies(), ...(body ? { origin: portal, 'content-type': 'application/json' } : {}), ...headers }
    const init = body ? { method: 'POST', body: JSON.stringify(body), headers: all } : { headers: all }
    const request = new NextRequest(new URL(path, portal), init)
    asked = request.headers
    const nextauth = new URL(path, portal).pathname.replace('/api/auth/', '').split('/')
    return this.#keep(await answerAuth(request, { params: Promise.resolve({ nextauth }) }))
  }

  async post(action: string, body: Record<string, string> = {}): Promise<{ status: number; url: string }> {
    const { csrfToken } = (await (await this.portal('/api/auth/csrf')).json()) as { csrfToken: string }
    const answer = await this.portal(`/api/auth/${action}`, { ...body, csrfToken, json: 'true' })
    return { status: answer.status, url: ((await answer.json()) as { url: string }).url }
  }

  /** Goes to the seller centre and comes back with a code; gives the address that the portal is called back at. */
  async toCallback(): Promise<string> {
    let { url } = await this.post('signin/marketplace', { callbackUrl: '/sign-in/second-factor' })
    for (let hop = 0; !url.startsWith(portal); hop++) {
      if (hop > 10) throw new Error(`lost at ${url}`)
      const answer = this.#keep(await fetch(url, { redirect: 'manual', headers: { cookie: this.#cookies() } }))
      const next = answer.headers.get('location')
      if (!next) throw new Error(`${answer.status} at ${url}: ${await answer.text()}`)
      url = new URL(next, url).href
    }
    return url.slice(portal.length)
  }

  /** The whole sign-on; gives the page it ends at. */
  async signOn(): Promise<string> {
    const answer = await this.portal(await this.toCallback())
    return new URL(answer.headers.get('location') ?? '', portal).href.slice(portal.length)
  }

  session() {
    const session = this.jar.get('session')
    return session === undefined ? null : sessionOf({ session, device: null })
  }
}

let people = 0
const account = (more: { seller_id?: unknown; email?: string; amr?: string[] } = {}) => {
  people++
  return {
    sub: `subject-${people}`,
    email: `sso${people}@example.com`,
    email_verified: true,
    name: `陈 ${people}`,
    locale: 'zh-CN',
    ...more,
  }
}

describe('sign-on from the seller centre', () => {
  test('the claim names the seller: the first person owns the store, and comes again as the same', async () => {
    const store = await makeStore({ externalId: 'oidc-1' })
    centre.account = account({ seller_id: 'oidc-1' })
    const browser = new Browser()
    expect(await browser.signOn()).toBe('/sign-in/second-factor')
    const session = await browser.session()
    expect(session).toMatchObject({ method: 'marketplace', emailConfirmed: true, secondFactor: false, locale: 'zh-CN', scope: null })
    expect(session?.stores).toMatchObject([{ sellerId: store, role: 'owner' }])
    const again = new Browser()
    await again.signOn()
    expect((await again.session())?.userId).toBe(session?.userId)
    // Another person of the same store reads; the owner can raise them.
    centre.account = account({ seller_id: 'oidc-1' })
    const second = new Browser()
    await second.signOn()
    expect((await second.session())?.stores).toMatchObject([{ sellerId: store, role: 'viewer' }])
    expect(await trail('sign_in.marketplace')).toHaveLength(3)
  })

  test('the cookie carries the session’s token and nothing else', async () => {
    await makeStore({ externalId: 'oidc-cookie' })
    centre.account = account({ seller_id: 'oidc-cookie' })
    const browser = new Browser()
    await browser.signOn()
    expect(browser.jar.get('session')).toMatch(/^[\w-]{43}$/)
  })

  test('where the provider itself asked for two factors, the second one is done', async () => {
    await makeStore({ externalId: 'oidc-mfa' })
    centre.account = account({ seller_id: 'oidc-mfa', amr: ['pwd', 'otp', 'mfa'] })
    const browser = new Browser()
    await browser.signOn()
    expect(await browser.session()).toMatchObject({ secondFactor: true, scope: { role: 'owner' } })
    expect(browser.jar.get('device')).toMatch(/^[\w-]{43}$/)
  })

  test('a number as seller id is the same as its digits', async () => {
    await makeStore({ externalId: '880042' })
    centre.account = account({ seller_id: 880042 })
    const browser = new Browser()
    await browser.signOn()
    expect((await browser.session())?.stores).toHaveLength(1)
  })

  test.each<[string, { seller_id?: unknown }, string]>([
    ['an unknown seller', { seller_id: 'never-heard-of' }, 'sign_on_not_found'],
    ['no claim', {}, 'sign_on_not_allowed'],
    ['a claim of another shape', { seller_id: ['oidc-1'] }, 'sign_on_not_allowed'],
    ['a claim that is no id', { seller_id: "x' or true" }, 'sign_on_not_allowed'],
  ])('%s gets nobody in', async (_name, claims, code) => {
    centre.account = account(claims)
    const browser = new Browser()
    expect(await browser.signOn()).toBe(`/sign-in?error=${code}`)
    expect(browser.session()).toBeNull()
    expect(await owner()`select 1 from users where email = ${centre.account.email as string}`).toHaveLength(0)
  })

  test('a seller of another marketplace with the same id is not this one', async () => {
    await owner()`insert into marketplaces (slug, name) values ('bazaar', 'Bazaar')`
    await owner()`insert into sellers (marketplace_id, external_id, name, upserted_at) select id, 'twin', 'Twin', now() from marketplaces where slug = 'bazaar'`
    centre.account = account({ seller_id: 'twin' })
    expect(await new Browser().signOn()).toBe('/sign-in?error=sign_on_not_found')
  })

  test('an address that has a sign-in already is not taken over; its owner connects it', async () => {
    const store = await makeStore({ externalId: 'oidc-taken' })
    const user = await makeUser({ email: 'taken@example.com' })
    centre.account = account({ seller_id: 'oidc-taken', email: user.email })
    expect(await new Browser().signOn()).toBe('/sign-in?error=sign_on_email_in_use')
    const { connectMarketplace } = await import('#server/people/index.ts')
    await enrolled(user)
    const { session, given } = await signedIn(user)
    await connectMarketplace(session)
    const browser = new Browser()
    browser.jar.set('session', given.session)
    await browser.signOn()
    expect((await browser.session())?.userId).toBe(user.id)
    const later = new Browser()
    await later.signOn()
    expect(await later.session()).toMatchObject({ userId: user.id, stores: [{ sellerId: store }] })
  })

  test('a disabled person stays out', async () => {
    await makeStore({ externalId: 'oidc-disabled' })
    centre.account = account({ seller_id: 'oidc-disabled' })
    const browser = new Browser()
    await browser.signOn()
    await owner()`update users set disabled_at = now() where id = ${(await browser.session())?.userId ?? 0}`
    expect(await new Browser().signOn()).toBe('/sign-in?error=sign_on_not_allowed')
  })
})

describe('a forged answer', () => {
  const wrong: [string, (claims: Record<string, unknown>) => Record<string, unknown>][] = [
    ['another nonce', (claims) => ({ ...claims, nonce: 'somebody-else' })],
    ['no nonce', ({ nonce: _gone, ...claims }) => claims],
    ['another audience', (claims) => ({ ...claims, aud: 'another-client' })],
    ['another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
    ['an expired token', (claims) => ({ ...claims, iat: 1_700_000_000, exp: 1_700_000_300 })],
    ['a stranger’s signature', (claims) => ({ raw: centre.forge(claims, 'stranger') })],
    ['no signature', (claims) => ({ raw: centre.forge(claims, 'none') })],
  ]

  test.each(wrong)('with %s gets nobody in', async (_name, tamper) => {
    centre.account = account({ seller_id: 'oidc-1' })
    centre.tamper = tamper
    const browser = new Browser()
    expect(await browser.signOn()).toMatch(/^\/(sign-in|api\/auth\/error)\?error=OAuthCallback/)
    expect(browser.session()).toBeNull()
  })

  test('the same hands, changing nothing, let in: the tests above can fail', async () => {
    centre.account = account({ seller_id: 'oidc-1' })
    centre.tamper = (claims) => ({ ...claims })
    const browser = new Browser()
    await browser.signOn()
    expect(await browser.session()).not.toBeNull()
  })

  test('a code brought to another browser, or with another state, is refused (login CSRF)', async () => {
    centre.account = account({ seller_id: 'oidc-1' })
    const [mine, victim] = [new Browser(), new Browser()]
    const callback = await mine.toCallback()
    await victim.portal(callback)
    expect(victim.session()).toBeNull()
    await victim.toCallback() // the victim has begun a sign-on of their own
    await victim.portal(callback)
    expect(victim.session()).toBeNull()
  })
})

describe('the session of next-auth', () => {
  async function signedInBrowser() {
    const user = await makeUser({ password: 'nine quiet rivers' })
    await join(await makeStore(), user, 'viewer')
    const browser = new Browser()
    expect(await browser.post('callback/password', { email: user.email, password: 'nine quiet rivers' })).toMatchObject({ status: 200 })
    return { user, browser }
  }

  test('`update` takes nothing that the client sends', async () => {
    const { user, browser } = await signedInBrowser()
    const before = browser.jar.get('session')
    const { csrfToken } = (await (await browser.portal('/api/auth/csrf')).json()) as { csrfToken: string }
    const data = { userId: 1, sellerId: 999, role: 'owner', roles: ['admin'], session: 'x'.repeat(43), secondFactor: true }
    const answer = await browser.portal('/api/auth/session', { csrfToken, data } as never)
    expect(JSON.stringify(await answer.json())).not.toMatch(/owner|admin|999/)
    expect(browser.jar.get('session')).toBe(before)
    expect(await browser.session()).toMatchObject({ userId: user.id, secondFactor: false, staff: [], stores: [{ role: 'viewer' }] })
  })

  test('once the row is deleted it is nobody’s, and the cookie is taken back', async () => {
    const { user, browser } = await signedInBrowser()
    expect(await (await browser.portal('/api/auth/session')).json()).toMatchObject({ user: { email: user.email } })
    await owner()`delete from sessions where user_id = ${user.id}`
    expect(await (await browser.portal('/api/auth/session')).json()).toEqual({})
    expect(browser.jar.has('session')).toBe(false)
  })

  test('signing out deletes the row', async () => {
    const { user, browser } = await signedInBrowser()
    await browser.post('signout')
    expect(await owner()`select 1 from sessions where user_id = ${user.id}`).toHaveLength(0)
  })

  test('a refusal is a code with its wait, the same for known and unknown', async () => {
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

  test('another site’s page posts nothing, whatever the CSRF token', async () => {
    const { user, browser } = await signedInBrowser()
    const { csrfToken } = (await (await browser.portal('/api/auth/csrf')).json()) as { csrfToken: string }
    for (const origin of ['https://evil.example', 'null', ''])
      expect((await browser.portal('/api/auth/signout', { csrfToken }, { origin })).status).toBe(403)
    expect((await browser.portal('/api/auth/signout', { csrfToken }, { 'content-type': 'text/plain' })).status).toBe(403)
    expect(await owner()`select 1 from sessions where user_id = ${user.id}`).toHaveLength(1)
  })

  test('there is no demo sign-in outside of the demo', async () => {
    const user = await makeUser({ demo: true })
    const browser = new Browser()
    const { csrfToken } = (await (await browser.portal('/api/auth/csrf')).json()) as { csrfToken: string }
    expect((await browser.portal('/api/auth/callback/demo', { email: user.email, csrfToken, json: 'true' })).status).toBe(400)
    expect(browser.session()).toBeNull()
  })
})
