import { logo } from '#server/platform/brand.ts'

/** The marketplace's logo. An SVG opened by itself runs nothing: its own policy forbids it. */
export function GET(): Response {
  const picture = logo()
  if (!picture) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(picture.bytes), {
    headers: {
      'content-type': picture.type,
      'cache-control': 'public, max-age=3600',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; sandbox`,
      'x-content-type-options': 'nosniff',
    },
  })
}
