import { env } from '#server/platform/env.ts'

/**
 * The client's address. Our server appends its peer's address to X-Forwarded-For (bin/trusted-headers.js), and each of our proxies
 * (PORTAL_PROXIES) has appended its own peer's: the client is that many entries from the right. Entries further left are the client's own
 * claims.
 * @returns '' where there is none
 */
export function clientAddress(headers: Headers): string {
  const entries = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
  const entry = entries.at(-1 - env().PORTAL_PROXIES) ?? entries[0] ?? ''
  return /^[0-9a-fA-F.:]{2,45}$/.test(entry) ? entry.toLowerCase() : ''
}
