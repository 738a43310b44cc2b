/** What Next alone costs a request: a constant, told anew each time. */
export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ available: '30114.90', pending: '9402.10', reserve: '2501.20' })
}
