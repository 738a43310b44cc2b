import { type NextRequest, NextResponse } from 'next/server'
import { env } from '#server/platform/env.ts'
import { lacksStore, pageHeader, paths } from '#server/platform/paths.ts'

/** Addresses that somebody without a session may see; a convenience, since every page asks the session gate itself. */
const open = /^\/(sign-in|outbox|icon\.svg|favicon\.ico)(\/|$)/

/**
 * Redirects and a content policy, no authorisation: without a session cookie a page leads to the sign-in, and an address that names no
 * store to `/`, which knows the person's stores. Every page is told its own address, and gets a policy that runs only scripts which carry this answer's nonce, and styles from our own files. The other security headers come from the
 * server (bin/security-headers.js), as does a policy for answers that don't pass here.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const secure = env().PORTAL_URL.startsWith('https://')
  const signedIn = request.cookies.has(secure ? '__Host-session' : 'session')
  if (!signedIn && !open.test(pathname) && request.method === 'GET') return redirected(paths.signIn({ next: pathname + search }))
  if (request.method === 'GET' && lacksStore(pathname)) return redirected(paths.home(pathname + search))
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentPolicy(nonce, secure)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set(pageHeader, pathname + search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

const redirected = (path: string) => NextResponse.redirect(new URL(path, env().PORTAL_URL), 307)

/** SHA-256 of `display:none`: the one style attribute that React writes by itself, on a piece of a chart that streams in later. */
const displayNone = `'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE='`

function contentPolicy(nonce: string, secure: boolean): string {
  const developing = env().NODE_ENV === 'development'
  return [
    `default-src 'self'`,
    // React explains errors by eval while developing, and Next's overlay brings styles of its own.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${developing ? `'unsafe-inline'` : `'nonce-${nonce}' 'unsafe-hashes' ${displayNone}`}`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

export const config = {
  // Not the API, whose answers run no script and are counted in microseconds, and not files.
  matcher: ['/((?!api/|_next/|icon\\.svg|favicon\\.ico).*)'],
}
