import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type SellerCentre, startSellerCentre } from '#db/test/oidc.ts'
import { PortalBrowser } from '#db/test/portal-browser.ts'
import { closePeople, enrolled, join, mailsTo, makeStore, makeUser, owner, signedIn, trail } from '#db/test/people.ts'
import { findSession, type Session } from '#server/people/index.ts'

const portal = 'http://localhost:3000'
let centre: SellerCentre
let answerAuth: typeof import('./auth.ts').answerAuth // oxlint-disable-line typescript/consistent-type-imports -- imported once the environment is set

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

class Browser extends PortalBrowser {
  constructor() {
    super(portal, answerAuth)
  }
}

let people = 0
const account = (more: { seller_id?: unknown; seller_role?: unknown; email?: string; email_verified?: unknown; amr?: string[] } = {}) => {
  people++
  return {
    seller_role: 'owner',
    sub: `subject-${people}`,
    email: `sso${people}@example.com`,
    email_verified: true,
    name: `陈 ${people}`,
    locale: 'zh-CN',
    ...more,
  }
}

describe('sign-on from the seller centre', () => {
  test('the claims determine the seller and the role, and the same subject is the same person again', async () => {
    const store = await makeStore({ externalId: 'oidc-1' })
    centre.account = account({ seller_id: 'oidc-1' })
    const browser = new Browser()
    expect(await browser.signOn()).toBe('/sign-in/second-factor')
    const session = await browser.session()
    expect(session).toMatchObject({ method: 'marketplace', emailConfirmed: true, secondFactor: false, locale: 'zh-CN' })
    expect(session?.stores).toMatchObject([{ sellerId: store, role: 'owner' }])
    const again = new Browser()
    await again.signOn()
    expect((await again.session())?.userId).toBe(session?.userId)
    expect(await trail('sign_in.marketplace')).toHaveLength(2)
  })

  test.each([
    ['manager', 'manager'],
    ['finance', 'finance'],
    ['viewer', 'viewer'],
    ['admin', 'viewer'],
    [['owner'], 'viewer'],
    [undefined, 'viewer'],
  ])('the role claim %j gives the role %s, also in a store without an owner', async (seller_role, role) => {
    const externalId = `role-${String(seller_role)}`
    await makeStore({ externalId })
    centre.account = account({ seller_id: externalId, seller_role })
    const browser = new Browser()
    await browser.signOn()
    expect((await browser.session())?.stores).toMatchObject([{ role }])
  })

  test('a membership by an earlier claim is withdrawn by the next one; one by an invitation is not', async () => {
    const [first, second, invited] = [
      await makeStore({ externalId: 'first' }),
      await makeStore({ externalId: 'second' }),
      await makeStore(),
    ]
    const claims = account({ seller_id: 'first' })
    /** Signs on with these claims; gives the stores and roles that the person has then. */
    const after = async (more: { seller_id?: unknown; seller_role?: unknown }) => {
      centre.account = { ...claims, ...more }
      const browser = new Browser()
      await browser.signOn()
      return owner()`select seller_id as store, role from members where user_id = ${await person()} order by 1`
    }
    const person = async () => {
      const [row] = await owner()<[{ user_id: number }]>`select user_id from identities where subject = ${claims.sub}`
      return row.user_id
    }
    expect(await after({})).toEqual([{ store: first, role: 'owner' }])
    const mine = { store: invited, role: 'manager' }
    await join(invited, { id: await person(), email: '' }, 'manager')
    expect(await after({ seller_role: 'finance' })).toEqual([{ store: first, role: 'finance' }, mine])
    expect(await after({ seller_role: undefined })).toEqual([{ store: first, role: 'viewer' }, mine])
    expect(await after({ seller_id: 'second', seller_role: 'manager' })).toEqual([{ store: second, role: 'manager' }, mine])
    expect(await after({ seller_id: undefined })).toEqual([mine])
    expect(await after({ seller_id: 'first' })).toEqual([{ store: first, role: 'owner' }, mine])
    expect(await after({ seller_id: 'never-heard-of' })).toEqual([mine])
  })

  test('a membership by a claim holds only in a session of that provider; a password sign-in has only memberships by invitation', async () => {
    const [claimed, invited] = [await makeStore({ externalId: 'by-claim' }), await makeStore()]
    centre.account = account({ seller_id: 'by-claim' })
    const browser = new Browser()
    await browser.signOn()
    const session = await browser.session()
    const user = { id: session?.userId ?? 0, email: session?.email ?? '' }
    await join(invited, user, 'manager')
    const storesOf = (of: Session | null) => of?.stores.map(({ sellerId }) => sellerId).toSorted((a, b) => a - b)
    expect(storesOf(await browser.session())).toEqual([claimed, invited])
    const byPassword = await signedIn(user)
    expect(storesOf(byPassword.session)).toEqual([invited])
    // The test can fail: the same membership by an invitation opens there. So does it in a session of that provider, and of no other.
    const open = () => findSession(byPassword.given.session).then(storesOf)
    const began = (issuer: string | null) => owner()`
      update sessions set method = ${issuer === null ? 'password' : 'marketplace'}, issuer = ${issuer} where id = ${byPassword.session.sessionId}`
    await began('https://another.example')
    expect(await open()).toEqual([invited])
    await began(centre.issuer)
    expect(await open()).toEqual([claimed, invited])
    await began(null)
    await owner()`update members set issuer = null where user_id = ${user.id}`
    expect(await open()).toEqual([claimed, invited])
  })

  test.each([false, 'true', 1, undefined])(
    'an address with email_verified %j is no login name and keeps nobody’s',
    async (email_verified) => {
      await makeStore({ externalId: `unverified-${String(email_verified)}` })
      const email = `victim-${String(email_verified)}@example.com`
      centre.account = account({ seller_id: `unverified-${String(email_verified)}`, email, email_verified })
      const browser = new Browser()
      await browser.signOn()
      expect(await browser.session()).toMatchObject({ emailConfirmed: false, email: expect.stringMatching(/@sign-on\.invalid$/) as string })
      const later = await makeUser({ email }) // who reads that mail has a sign-in of their own
      expect(later.id).not.toBe((await browser.session())?.userId)
    },
  )

  test('an unverified e-mail of another sign-in takes nothing over', async () => {
    await makeStore({ externalId: 'unverified-taken' })
    const victim = await makeUser()
    centre.account = account({ seller_id: 'unverified-taken', email: victim.email, email_verified: false })
    const browser = new Browser()
    await browser.signOn()
    expect((await browser.session())?.userId).not.toBe(victim.id)
    expect(await owner()`select 1 from identities where user_id = ${victim.id}`).toHaveLength(0)
  })

  test('the provider is asked by max_age, and its auth_time must be recent', async () => {
    await makeStore({ externalId: 'oidc-age' })
    centre.account = account({ seller_id: 'oidc-age', amr: ['mfa'] })
    const now = Math.floor(Date.now() / 1000)
    const at = async (auth_time: unknown) => {
      centre.tamper = (claims) => ({ ...claims, auth_time })
      const browser = new Browser()
      const page = await browser.signOn()
      return page.startsWith('/sign-in?') ? page.replace('/sign-in?error=', '') : ((await browser.session())?.secondFactorAge ?? null)
    }
    for (const wrong of [undefined, 'x', now - 13 * 3600, now + 600]) expect(await at(wrong), String(wrong)).toBe('sign_on_not_allowed')
    // A second factor of the provider is as old as it says.
    expect(await at(now - 3600)).toBeGreaterThanOrEqual(3600)
    expect(await at(now)).toBeLessThan(60)
    const { url } = await new Browser().post('signin/marketplace')
    expect(new URL(url).searchParams.get('max_age')).toBe(String(12 * 3600))
  })

  test('the cookie holds only the session’s token', async () => {
    await makeStore({ externalId: 'oidc-cookie' })
    centre.account = account({ seller_id: 'oidc-cookie' })
    const browser = new Browser()
    await browser.signOn()
    expect(browser.jar.get('session')).toMatch(/^[\w-]{43}$/)
  })

  test('amr with mfa counts as the second factor', async () => {
    await makeStore({ externalId: 'oidc-mfa' })
    centre.account = account({ seller_id: 'oidc-mfa', amr: ['pwd', 'otp', 'mfa'] })
    const browser = new Browser()
    await browser.signOn()
    expect(await browser.session()).toMatchObject({ secondFactor: true, stores: [{ role: 'owner' }] })
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
  ])('%s is refused', async (_name, claims, code) => {
    centre.account = account(claims)
    const browser = new Browser()
    expect(await browser.signOn()).toBe(`/sign-in?error=${code}`)
    expect(browser.session()).toBeNull()
    expect(await owner()`select 1 from users where email = ${centre.account.email as string}`).toHaveLength(0)
  })

  test('a seller of another marketplace with the same id is refused', async () => {
    await owner()`insert into marketplaces (slug, name) values ('bazaar', 'Bazaar')`
    await owner()`insert into sellers (marketplace_id, external_id, name, upserted_at) select id, 'twin', 'Twin', now() from marketplaces where slug = 'bazaar'`
    centre.account = account({ seller_id: 'twin' })
    expect(await new Browser().signOn()).toBe('/sign-in?error=sign_on_not_found')
  })

  test('an address with a sign-in is not taken over; its owner can connect it', async () => {
    const store = await makeStore({ externalId: 'oidc-taken' })
    const user = await makeUser({ email: 'taken@example.com' })
    centre.account = account({ seller_id: 'oidc-taken', email: user.email })
    expect(await new Browser().signOn()).toBe('/sign-in?error=sign_on_email_in_use')
    const { connectMarketplace } = await import('#server/people/index.ts')
    const { proof } = await enrolled(user)
    const { session, given } = await signedIn(user)
    await connectMarketplace(session, await proof())
    const browser = new Browser()
    browser.jar.set('session', given.session)
    await browser.signOn()
    expect((await browser.session())?.userId).toBe(user.id)
    expect((await mailsTo(user.email)).findLast((mail) => mail.kind === 'identity-connected')?.link?.page).toBe('/sign-in/undo')
    const later = new Browser()
    await later.signOn()
    expect(await later.session()).toMatchObject({ userId: user.id, stores: [{ sellerId: store }] })
  })

  test('a disabled person is refused', async () => {
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

  test.each(wrong)('with %s is refused', async (_name, tamper) => {
    centre.account = account({ seller_id: 'oidc-1' })
    centre.tamper = tamper
    const browser = new Browser()
    expect(await browser.signOn()).toBe('/sign-in?error=OAuthCallback')
    expect(browser.session()).toBeNull()
  })

  test('negative control: the same answer unchanged signs in', async () => {
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
    await victim.call(callback)
    expect(victim.session()).toBeNull()
    await victim.toCallback() // the victim has begun a sign-on of their own
    await victim.call(callback)
    expect(victim.session()).toBeNull()
  })
})
