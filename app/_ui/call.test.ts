import superjson from 'superjson'
import { afterEach, expect, test, vi } from 'vitest'
import { call } from './call.ts'

/** What the server answers to the next call. */
function answers(status: number, body: unknown) {
  const fetched = vi.fn(
    async (_url: string, _init: RequestInit) => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
  )
  vi.stubGlobal('fetch', fetched)
  return fetched
}
afterEach(() => {
  vi.unstubAllGlobals()
})

const wait = () => call((api) => api.people.askPasswordLink.mutate({ email: 'mei@example.com' }))

test('a call is a POST of its own to the procedure, and a date that comes back is a Date', async () => {
  const fetched = answers(200, { result: { data: superjson.serialize({ at: new Date(1000) }) } })
  expect(await wait()).toEqual({ ok: true, data: { at: new Date(1000) } })
  const [url, init] = fetched.mock.calls[0] ?? []
  expect([String(url), init?.method, init?.body]).toEqual([
    '/api/trpc/people.askPasswordLink',
    'POST',
    '{"json":{"email":"mei@example.com"}}',
  ])
})

test('a refusal comes with its code, its parameters and its trace', async () => {
  const data = { code: 'too_many_tries', params: { seconds: 30 }, trace: 'abc', fields: [], httpStatus: 429 }
  answers(429, { error: superjson.serialize({ code: -32029, message: 'too_many_tries', data }) })
  expect(await wait()).toMatchObject({ ok: false, failure: { code: 'too_many_tries', params: { seconds: 30 }, trace: 'abc' } })
})

test.each([
  ['a page of a proxy', 502, '<html>Bad gateway</html>'],
  ['a refusal that comes before the routes', 413, { error: { code: 'too_large' } }],
])('%s is a lost connection: it may be tried again', async (_, status, body) => {
  answers(status, body)
  expect(await wait()).toEqual({ ok: false, failure: { code: 'unavailable', params: {}, trace: null } })
})

test('so is no answer at all', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect(await wait()).toMatchObject({ ok: false, failure: { code: 'unavailable' } })
})
