import { env } from '#server/platform/env.ts'

/**
 * Whether one of the portal's own pages asks: Origin is exactly the portal's (missing and `null` are refused), and Sec-Fetch-Site does not
 * contradict it. SameSite=Lax cookies are the second lock.
 */
export function isFromOurPage(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  return headers.get('origin') === new URL(env().PORTAL_URL).origin && (site === null || site === 'same-origin')
}

/** Whether a mutation comes from the portal's own page, as JSON, which no form of another site can send. */
export function isOurs(request: Request): boolean {
  return isFromOurPage(request.headers) && /^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')
}

/** Whether a query may be answered: not one that another site's page started. */
export function mayRead(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return site === null || site === 'same-origin' || site === 'none'
}
