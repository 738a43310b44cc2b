import { createHmac, timingSafeEqual } from 'node:crypto'

const secret = Buffer.from((process.env.BENCH_SECRET ?? '').replace(/^whsec_/, ''), 'base64')

/** The minimal work for an event: verifies the signature, parses the body and answers. */
export async function POST(request: Request): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer())
  const head = `${request.headers.get('webhook-id') ?? ''}.${request.headers.get('webhook-timestamp') ?? ''}.`
  const expected = createHmac('sha256', secret).update(head).update(body).digest()
  const given = Buffer.from((request.headers.get('webhook-signature') ?? '').slice('v1,'.length), 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return new Response(null, { status: 401 })
  const { events } = JSON.parse(body.toString()) as { events: { id: string }[] }
  return Response.json({ results: events.map(({ id }) => ({ id, status: 'posted' })) })
}
