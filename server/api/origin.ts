import { env } from '#server/platform/env.ts'

/**
 * Whether one of our own pages asks: the Origin is exactly the portal's (missing and `null` are refused), and the browser doesn't
 * say otherwise. SameSite=Lax cookies are the second lock.
 */
export function isFromOurPage(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  return headers.get('origin') === new URL(env().PORTAL_URL).origin && (site === null || site === 'same-origin')
}

/** Whether a call that may change something is one of ours: from our page, and JSON, which no form of another site can send. */
export function isOurs(request: Request): boolean {
  return isFromOurPage(request.headers) && /^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')
}

/** Whether a call that only reads may be answered: not one that another site's page started. */
export function mayRead(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return site === null || site === 'same-origin' || site === 'none'
}
