import { logo } from '#server/platform/brand.ts'
import { env } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import { accentOf } from './accent.ts'

/**
 * Looks at the marketplace's logo and colour when the server starts, so that a mistake is found by whoever made it.
 * @throws Error where the logo can't be served
 */
export function brandAtStart(): void {
  logo()
  const given = env().PORTAL_ACCENT?.toLowerCase()
  if (given === undefined) return
  const [light, dark] = accentOf(given).accent
  if (light !== given) log.warn({ given, used: light }, 'PORTAL_ACCENT is hard to read on light paper (under 4.5:1); a darker one is used')
  if (dark !== given) log.info({ given, used: dark }, 'PORTAL_ACCENT has a lighter shade on dark paper')
}
