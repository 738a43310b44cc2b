import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { getRequest, newCaller, post, signedRequest } from '#db/test/caller.ts'
import { openapi } from '#server/marketplace/document/openapi.ts'

// The routes as Next calls them. What each answers in full is tested beside the functions they call.

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
type Route = Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS', Handler>

const here = fileURLToPath(new URL('.', import.meta.url))
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('route.ts'))
let shop: Awaited<ReturnType<typeof newCaller>>

const load = (file: string) => import(`${here}${file}`) as Promise<Route>
const context = { params: Promise.resolve({ id: 'up', date: '2020-01-01' }) }

beforeAll(async () => {
  shop = await newCaller()
  const event = {
    id: 'up',
    type: 'seller.upserted',
    occurred_at: '2026-01-01T00:00:00Z',
    seller_id: 'up',
    data: { name: 'A', region: 'CN' },
  }
  expect((await post(shop, [event])).body.results[0].status).toBe('posted')
})

test('every path of the document has its route, and every route its path', () => {
  const paths = Object.keys(openapi('http://localhost').paths).map((path) => path.slice(1).replace(/\{[a-z_]+\}/, '[id]'))
  const routes = files.map((file) => file.replace(/\/?route\.ts$/, '').replace('[date]', '[id]'))
  expect(routes.toSorted()).toEqual([...paths, '[[...path]]'].toSorted())
})

test.each([
  ['events/[id]/route.ts', '/events/up', 200],
  ['sellers/[id]/route.ts', '/sellers/up', 200],
  ['sellers/[id]/balances/route.ts', '/sellers/up/balances', 200],
  ['orders/[id]/route.ts', '/orders/up', 404],
  ['reconciliation/[date]/route.ts', '/reconciliation/2020-01-01', 200],
  ['withdrawals/route.ts', '/withdrawals', 200],
  ['events/route.ts', '/events?status=parked', 200],
  ['openapi.json/route.ts', '/openapi.json', 200],
  ['[[...path]]/route.ts', '/else', 404],
])('GET of %s passes what stands in the address', async (file, address, status) => {
  const { GET } = await load(file)
  expect((await GET(getRequest(shop, address), context)).status).toBe(status)
})

test('POST of events/route.ts', async () => {
  const { POST } = await load('events/route.ts')
  const response = await POST(signedRequest(shop, '{"events":[{}]}'), context)
  expect([response.status, await response.json()]).toMatchObject([200, { results: [{ id: null, status: 'rejected' }] }])
})

test.each(files)('%s answers every method with a problem or an answer', async (file) => {
  const route = await load(file)
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
    const response = await route[method](new Request('http://localhost/api/v1/x', { method }), context)
    if (method === 'OPTIONS' && file !== '[[...path]]/route.ts') expect(response.headers.get('allow'), file).toContain('OPTIONS')
    else if (response.status !== 200) expect(response.headers.get('content-type'), `${method} ${file}`).toBe('application/problem+json')
  }
})
