import { env } from '#server/platform/env.ts'

/**
 * Whether a call that may change something comes from our own pages: its Origin is exactly the portal's (missing and `null`
 * are refused), the browser doesn't say otherwise, and it is JSON, which no form of another site can send.
 * SameSite=Lax cookies are the second lock.
 */
export function isOurs(request: Request): boolean {
  const headers = request.headers
  const site = headers.get('sec-fetch-site')
  return (
    headers.get('origin') === new URL(env().PORTAL_URL).origin &&
    (site === null || site === 'same-origin') &&
    /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')
  )
}

/** Whether a call that only reads may be answered: not one that another site's page started. */
export function mayRead(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return site === null || site === 'same-origin' || site === 'none'
}
