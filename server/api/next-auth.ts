import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type NextAuthOptions } from 'next-auth'
import { z } from 'zod'
import bodyLimits from '#server/platform/body-limits.json'
import { env } from '#server/platform/env.ts'
import { BodyRefused, readBody } from '#server/platform/read-body.ts'
import { logBug, newTrace } from '#server/platform/trace.ts'
import { insidePath, paths } from '#server/platform/paths.ts'
import { refusal } from './answer.ts'

type Asked = {
  readonly method: string
  readonly nextauth: readonly string[]
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, string>>
  readonly headers: Headers
}

/**
 * Calls next-auth's handler for Node requests, which reads neither bodies nor cookies by itself: it gets only what it
 * may see. Redirects to its own error pages lead to the sign-in page with the reason.
 */
export async function answered({ headers, ...asked }: Asked, options: NextAuthOptions): Promise<Response> {
  const answer = new Answer()
  const request = { ...asked, query: { ...asked.query, nextauth: asked.nextauth }, cookies: ownCookies(headers.get('cookie')) }
  try {
    await NextAuth({ ...request, headers: Object.fromEntries(headers) } as unknown as NextApiRequest, answer.asNode(), options)
  } catch (error) {
    answer.statusCode = 500
    logBug(error, newTrace(), 'next-auth')
  }
  return answer.statusCode >= 500 ? refusal('unavailable') : answer.response()
}

/** Collects what next-auth does to a Node response. */
class Answer {
  statusCode = 200
  private readonly headers = new Map<string, string | string[]>()
  private body: string | null = null

  status(code: number) {
    this.statusCode = code
    return this
  }

  getHeader(name: string) {
    return this.headers.get(name.toLowerCase())
  }

  setHeader(name: string, value: string | string[]) {
    this.headers.set(name.toLowerCase(), value)
    return this
  }

  json(value: { url?: string }) {
    this.setHeader('content-type', 'application/json')
    this.body = JSON.stringify(value.url === undefined ? value : { url: portalPage(value.url) })
  }

  send(value: object | string | undefined) {
    if (typeof value === 'object') this.json(value)
    else this.body = value ?? null
  }

  end() {}

  asNode(): NextApiResponse {
    return this as unknown as NextApiResponse
  }

  response(): Response {
    const headers = new Headers()
    for (const [name, value] of this.headers)
      for (const one of [value].flat()) headers.append(name, name === 'location' ? portalPage(one) : one)
    return new Response(this.body, { status: this.statusCode, headers })
  }
}

/** The target of a redirect of next-auth; the sign-in page instead of next-auth's own pages, which are not routed. */
function portalPage(address: string): string {
  const to = new URL(address, env().PORTAL_URL)
  if (to.origin !== new URL(env().PORTAL_URL).origin || !to.pathname.startsWith('/api/auth')) return to.href
  const error = to.searchParams.get('error') ?? ''
  return new URL(paths.signIn({ error: /^[\w.]{1,60}$/.test(error) ? error : 'unavailable' }), to).href
}

/** The portal's address to open after sign-in; the overview for any other address. Never throws. */
export function pageAfterSignIn(address: string): string {
  const { origin } = new URL(env().PORTAL_URL)
  const path = address.startsWith(`${origin}/`) ? address.slice(origin.length) : address
  const inside = insidePath(path)
  return inside === paths.home() ? origin : origin + inside
}

/** The fields that a page sent: texts by name; or why they can't be had. */
export async function fieldsOf(request: Request): Promise<Record<string, string> | 'too_large' | 'invalid_input'> {
  try {
    const { bytes, release } = await readBody(request, { maxBytes: bodyLimits['/api/auth'] })
    release()
    return z.record(z.string(), z.string()).parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (error) {
    return error instanceof BodyRefused && error.fault === 'too_large' ? 'too_large' : 'invalid_input'
  }
}

/** A code of next-auth's log; anything else is not logged. */
export function loggedCode(code: string): string {
  return /^[A-Z_]{1,60}$/.test(code) ? code : 'OTHER'
}

/** next-auth's own cookies, without the session's. */
function ownCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? '').split(';').map((pair): [string, string] => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())]
  })
  const own = pairs.filter(([name]) => /^(__Host-|__Secure-)?next-auth\.[\w.-]+$/.test(name))
  return Object.fromEntries(own.map(([name, value]) => [name, name.endsWith('.callback-url') ? pageAfterSignIn(value) : value]))
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
