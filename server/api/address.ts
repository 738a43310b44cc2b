import { env } from '#server/platform/env.ts'

/**
 * The address a call came from. Our server writes its peer's behind the others of X-Forwarded-For (bin/trusted-headers.js), and each of our
 * proxies (PORTAL_PROXIES) has written its own peer's before: counted from the right, the caller is one beyond them. What stands
 * further left are the caller's own claims.
 * @returns '' where there is none
 */
export function clientAddress(headers: Headers): string {
  const entries = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
  const entry = entries.at(-1 - env().PORTAL_PROXIES) ?? entries[0] ?? ''
  return /^[0-9a-fA-F.:]{2,45}$/.test(entry) ? entry.toLowerCase() : ''
}
