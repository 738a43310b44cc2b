import { health } from '#server/platform/health.ts'

export const dynamic = 'force-dynamic'

/** 200 once the portal can serve, 503 with the failing part otherwise. */
export async function GET(): Promise<Response> {
  const { ok, parts } = await health()
  return Response.json({ status: ok ? 'ok' : 'unavailable', parts }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
