import type { NextRequest } from 'next/server'
import type { NextAuthOptions } from 'next-auth'
import credentials from 'next-auth/providers/credentials'
import {
  type Browser,
  cookieAge,
  cookieAttributes,
  deviceCookie,
  type SessionTokens,
  isSecure,
  sessionCookie,
  setCookieLine,
  signIn,
  signInDemo,
  signOn,
} from '#server/people/index.ts'
import { Email, Password } from '#server/people/schema.ts'
import { sharedKey } from '#server/platform/crypto.ts'
import { env } from '#server/platform/env.ts'
import { Refusal } from '#server/platform/errors.ts'
import { logBug, newTrace } from '#server/platform/trace.ts'
import { paths } from '#server/platform/paths.ts'
import { refusal } from './answer.ts'
import { browserOf } from './context.ts'
import { answered, fieldsOf, loggedCode, pageAfterSignIn } from './next-auth.ts'
import { isOurs } from './origin.ts'
import { sellerCentre } from './seller-centre.ts'

/** The actions of next-auth that the portal uses; the others (pages, sessions, a log that anybody may write) are not routed. */
const actions: Readonly<Record<string, readonly string[]>> = {
  GET: ['csrf', 'callback/marketplace'],
  POST: ['callback/password', 'callback/demo', 'signin/marketplace'],
}

/** Parameters of a provider's redirect back (OpenID Connect Core 3.1.2.5, RFC 9207). */
const providersOwn = new Set(['code', 'state', 'error', 'error_description', 'error_uri', 'iss', 'session_state'])

/**
 * The only use of next-auth: OpenID Connect with the marketplace, and the session cookie. The cookie holds a token; the session itself is a
 * row of the database (server/people).
 */
export async function answerAuth(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const { nextauth } = await context.params
  const call: Call = { browser: browserOf(request.headers), given: null }
  const options = optionsFor(call)
  const [, provider] = nextauth
  const isOffered = provider === undefined || options.providers.some(({ id, options: own }) => ((own?.id as string) ?? id) === provider)
  if (!isOffered || !actions[request.method]?.includes(nextauth.join('/'))) return refusal('not_found')
  if (request.method === 'POST' && !isOurs(request)) return refusal('foreign_origin')
  const body = request.method === 'POST' ? await fieldsOf(request) : {}
  if (typeof body === 'string') return refusal(body)
  const query = Object.fromEntries([...request.nextUrl.searchParams].filter(([name]) => providersOwn.has(name)))
  const response = await answered({ method: request.method, nextauth, query, body, headers: request.headers }, options)
  if (call.given?.device) response.headers.append('set-cookie', setCookieLine(deviceCookie(), call.given.device, cookieAge.device))
  response.headers.set('cache-control', 'private, no-store')
  return response
}

/** One call: the browser, and the tokens of a successful sign-in. */
type Call = { readonly browser: Browser; given: SessionTokens | null }

function optionsFor(call: Call): NextAuthOptions {
  return {
    secret: sharedKey('next-auth').toString('hex'),
    providers: [password(call), ...demo(call), ...sellerCentre()],
    pages: { signIn: paths.signIn(), error: paths.signIn(), signOut: paths.signIn() },
    session: { strategy: 'jwt', maxAge: cookieAge.session },
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: sessionCookie(), options: cookieAttributes() } },
    // No JWT: the cookie's value is the token itself.
    jwt: { encode: ({ token }) => tokenOf(token), decode: () => null },
    callbacks: {
      signIn: async ({ account, profile }) => (account?.provider === 'marketplace' ? admit(call, profile ?? {}) : true),
      jwt: ({ token }) => (call.given ? { session: call.given.session } : token),
      // next-auth's own throws at an address that it can't parse.
      redirect: ({ url }) => pageAfterSignIn(url),
    },
    logger: { error: (code, meta) => quiet(code, meta), warn: () => {}, debug: () => {} },
  }
}

/** next-auth would print whole errors; only the kind is logged. A refusal is not an error. */
function quiet(code: string, meta: unknown): void {
  const error = meta instanceof Error ? meta : (meta as { error?: unknown } | null)?.error
  if (error instanceof Refusal) return
  logBug(error, newTrace(), `next-auth ${loggedCode(code)}`)
}

const tokenOf = (token: Record<string, unknown> | undefined) => (typeof token?.session === 'string' ? token.session : '')

const said = ({ code, params }: Refusal) => (params.seconds === undefined ? code : `${code}.${params.seconds}`)

/** Runs a sign-in; a refusal becomes next-auth's `?error=`. */
async function tried(call: Call, attempt: () => Promise<SessionTokens>): Promise<{ id: string }> {
  try {
    call.given = await attempt()
    return { id: 'in the session row' }
  } catch (error) {
    if (error instanceof Refusal) throw new Error(said(error), { cause: error })
    logBug(error, newTrace(), 'sign-in')
    throw new Error('internal', { cause: error })
  }
}

function password(call: Call) {
  return credentials({
    id: 'password',
    credentials: {},
    authorize: (typed: unknown) =>
      tried(call, () => {
        const { email, password } = (typed ?? {}) as Record<string, unknown>
        const parsed = { email: Email.safeParse(email), password: Password.safeParse(password) }
        if (!parsed.email.success || !parsed.password.success) throw new Refusal('wrong_credentials')
        return signIn({ email: parsed.email.data, password: parsed.password.data }, call.browser)
      }),
  })
}

/** One-click sign-in of the demo. In any other process the provider is not configured, and the verb refuses too. */
function demo(call: Call) {
  if (env().PORTAL_DEMO !== 'on') return []
  const authorize = (typed: unknown) =>
    tried(call, () => signInDemo(Email.catch('').parse((typed as { email?: unknown } | undefined)?.email), call.browser))
  return [credentials({ id: 'demo', credentials: {}, authorize })]
}

/** @returns true, or the page that says why not */
async function admit(call: Call, claims: object): Promise<true | string> {
  const { OIDC_MARKETPLACE: slug, OIDC_SELLER_CLAIM: sellerClaim, OIDC_ROLE_CLAIM: roleClaim } = env()
  try {
    call.given = await signOn({ marketplace: slug ?? '', sellerClaim, roleClaim }, { ...claims }, call.browser)
    return true
  } catch (error) {
    if (error instanceof Refusal) return paths.signIn({ error: `sign_on_${error.code}` })
    logBug(error, newTrace(), 'sign-on')
    return paths.signIn({ error: 'internal' })
  }
}
