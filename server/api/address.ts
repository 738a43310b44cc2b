import { env } from '#server/platform/env.ts'

/**
 * The address a call came from: the entry of X-Forwarded-For that our own outermost proxy wrote, counted from the right
 * (PORTAL_PROXIES). Entries further left are the caller's own claims.
 * @returns '' where there is none
 */
export function clientAddress(headers: Headers): string {
  const entries = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
  const entry = entries.at(-Math.max(1, env().PORTAL_PROXIES)) ?? entries[0] ?? ''
  return /^[0-9a-fA-F.:]{2,45}$/.test(entry) ? entry.toLowerCase() : ''
}
