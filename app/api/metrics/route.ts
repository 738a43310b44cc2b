import { sameBytes, tokenHash } from '#server/platform/crypto.ts'
import { env } from '#server/platform/env.ts'
import { exposition } from '#server/platform/metrics.ts'

export const dynamic = 'force-dynamic'

/** Prometheus' text format; with METRICS_TOKEN set, only for those who send it as a bearer token. */
export async function GET(request: Request): Promise<Response> {
  const token = env().METRICS_TOKEN
  const sent = request.headers.get('authorization') ?? ''
  if (token && !sameBytes(tokenHash(sent), tokenHash(`Bearer ${token}`))) {
    return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
  }
  const { type, text } = await exposition()
  return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
}
