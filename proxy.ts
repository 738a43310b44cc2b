import { type NextRequest, NextResponse } from 'next/server'
import { env } from '#server/platform/env.ts'

/** Addresses that somebody without a session may see; a convenience, since every page asks the session gate itself. */
const open = /^\/(sign-in|outbox|icon\.svg|favicon\.ico)(\/|$)/

/**
 * Redirects and headers, no authorisation: without a session cookie a page leads to the sign-in. Every page gets a policy that
 * runs only scripts which carry this answer's nonce, and styles from our own files.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const secure = env().PORTAL_URL.startsWith('https://')
  const signedIn = request.cookies.has(secure ? '__Host-session' : 'session')
  if (!signedIn && !open.test(pathname) && request.method === 'GET') {
    const to = new URL('/sign-in', env().PORTAL_URL)
    if (pathname !== '/') to.searchParams.set('next', pathname + search)
    return withHeaders(NextResponse.redirect(to, 307), secure)
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentPolicy(nonce, secure)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return withHeaders(response, secure)
}

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

function withHeaders(response: NextResponse, secure: boolean): NextResponse {
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('x-frame-options', 'DENY')
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  response.headers.set('cross-origin-resource-policy', 'same-origin')
  response.headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(self)')
  if (secure) response.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains')
  return response
}

export const config = {
  // Not the API, whose answers bring their own headers and are counted in microseconds, and not files.
  matcher: ['/((?!api/|_next/|icon\\.svg|favicon\\.ico).*)'],
}
