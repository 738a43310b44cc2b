import { env } from '#server/platform/env.ts'
import { accentCss, accentOf } from '../../../_ui/accent.ts'

/** The marketplace's colour, made readable, in the place of the house's own. */
export function GET(): Response {
  const color = env().PORTAL_ACCENT
  if (color === undefined) return new Response(null, { status: 404 })
  return new Response(accentCss(accentOf(color)), {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' },
  })
}
