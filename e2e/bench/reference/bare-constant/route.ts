/** Measures the cost of Next alone: a constant, without caching. */
export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ available: '30114.90', pending: '9402.10', reserve: '2501.20' })
}
