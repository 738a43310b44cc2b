import type { NextRequest } from 'next/server'
import NextAuth, { type NextAuthOptions } from 'next-auth'
import credentials from 'next-auth/providers/credentials'
import {
  type Browser,
  cookieAge,
  cookieAttributes,
  deviceCookie,
  findSession,
  type Given,
  isSecure,
  isToken,
  sessionCookie,
  setCookieLine,
  signIn,
  signInDemo,
  signOn,
  signOut,
} from '#server/people/index.ts'
import { Email, Password } from '#server/people/schema.ts'
import { derivedKey } from '#server/platform/crypto.ts'
import { env } from '#server/platform/env.ts'
import { Refusal } from '#server/platform/errors.ts'
import { logBug, newTrace } from '#server/platform/trace.ts'
import { refusal } from './answer.ts'
import { browserOf } from './context.ts'
import { isOurs } from './origin.ts'
import { sellerCentre } from './seller-centre.ts'

/**
 * next-auth, and nowhere else: it speaks OpenID Connect with the marketplace and sets the cookie. What it knows of a session is the
 * token in the cookie; the row behind it is the truth (server/people).
 */
export async function answerAuth(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  if (request.method === 'POST' && !isOurs(request)) return refusal('foreign_origin')
  const call: Call = { browser: browserOf(request.headers), given: null }
  const response: Response = await NextAuth(request, context, optionsFor(call))
  if (call.given?.device) response.headers.append('set-cookie', setCookieLine(deviceCookie(), call.given.device, cookieAge.device))
  response.headers.set('cache-control', 'private, no-store')
  return response
}

/** One call: who asks, and what a successful sign-in gives the browser. */
type Call = { readonly browser: Browser; given: Given | null }

function optionsFor(call: Call): NextAuthOptions {
  return {
    secret: derivedKey('next-auth').toString('hex'),
    providers: [password(call), ...demo(call), ...sellerCentre()],
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    session: { strategy: 'jwt', maxAge: cookieAge.session },
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: sessionCookie(), options: cookieAttributes() } },
    // No JWT: the cookie's value is the token itself.
    jwt: {
      encode: ({ token }) => tokenOf(token),
      decode: ({ token }) => (token && isToken(token) ? { session: token } : null),
    },
    callbacks: {
      signIn: async ({ account, profile }) => (account?.provider === 'marketplace' ? admit(call, profile ?? {}) : true),
      // Data that a client sends with `update` is looked at by nobody.
      jwt: ({ token }) => (call.given ? { session: call.given.session } : token),
      session: async ({ session, token }) => {
        const found = await findSession(tokenOf(token), { touch: false })
        if (!found) throw new Error('session ended')
        return { expires: session.expires, user: { name: found.name, email: found.email } }
      },
    },
    events: { signOut: ({ token }) => signOut(tokenOf(token)) },
    logger: { error: (code, meta) => quiet(code, meta), warn: () => {}, debug: () => {} },
  }
}

/** next-auth prints whole errors; of ours only the kind is written. An ended session and a refusal are no errors. */
function quiet(code: string, meta: unknown): void {
  const error = meta instanceof Error ? meta : (meta as { error?: unknown }).error
  if (code === 'JWT_SESSION_ERROR' || error instanceof Refusal) return
  logBug(error, newTrace(), `next-auth ${code}`)
}

const tokenOf = (token: Record<string, unknown> | undefined) => (typeof token?.session === 'string' ? token.session : '')

const said = ({ code, params }: Refusal) => (params.seconds === undefined ? code : `${code}.${params.seconds}`)

/** Runs a sign-in; a refusal becomes next-auth's `?error=`. */
async function tried(call: Call, attempt: () => Promise<Given>): Promise<{ id: string }> {
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

/** One click, where the process is a demo; elsewhere the provider doesn't exist, and the verb refuses again. */
function demo(call: Call) {
  if (env().PORTAL_DEMO !== 'on') return []
  const authorize = (typed: unknown) =>
    tried(call, () => signInDemo(Email.catch('').parse((typed as { email?: unknown } | undefined)?.email), call.browser))
  return [credentials({ id: 'demo', credentials: {}, authorize })]
}

/** @returns true, or the page that says why not */
async function admit(call: Call, claims: object): Promise<true | string> {
  const { OIDC_MARKETPLACE: slug, OIDC_SELLER_CLAIM: sellerClaim } = env()
  try {
    call.given = await signOn({ marketplace: slug ?? '', sellerClaim }, { ...claims }, call.browser)
    return true
  } catch (error) {
    if (error instanceof Refusal) return `/sign-in?error=sign_on_${error.code}`
    logBug(error, newTrace(), 'sign-on')
    return '/sign-in?error=internal'
  }
}
