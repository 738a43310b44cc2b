import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { closePeople, makeUser, signedIn } from '#db/test/people.ts'
import { Refusal } from '#server/platform/errors.ts'
import { log } from '#server/platform/log.ts'
import { ownerTx } from '#server/platform/tx.ts'
import { answerTrpc } from './answer.ts'
import { contextOf } from './context.ts'
import { publicProcedure, router } from './trpc.ts'

afterAll(closePeople)

const canary = '6222020200112233445'
const url = 'http://localhost:3000/api/trpc'
const ours = { origin: 'http://localhost:3000', 'content-type': 'application/json' }

/** Procedures that fail in every way. */
const failing = router({
  driver: publicProcedure.query(() =>
    ownerTx((tx) => tx.sql`insert into users (email, name, locale) values (${canary}, ${canary}, ${canary})`),
  ),
  drizzle: publicProcedure.query(() =>
    ownerTx(async (tx) => {
      const { users } = await import('#db/schema/people.ts')
      await tx.db.insert(users).values({ email: canary.toUpperCase(), name: canary, locale: 'xx' as 'en' })
    }),
  ),
  bug: publicProcedure.query(() => {
    throw new Error(`the account ${canary} is wrong`, { cause: { account: canary } })
  }),
  text: publicProcedure.query(() => {
    throw canary as unknown as Error
  }),
  refusal: publicProcedure.query(() => {
    throw new Refusal('too_many_tries', { seconds: 7 })
  }),
  input: publicProcedure.input(z.strictObject({ account: z.string().max(3), name: z.string() })).query(() => 'never'),
  output: publicProcedure.output(z.object({ id: z.number() })).query(() => ({ id: canary }) as never),
})

async function ask(path: string, input?: unknown) {
  const at = `${url}/${path}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`}`
  const request = new Request(at, { headers: ours })
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: failing,
    createContext: ({ resHeaders }) => contextOf(request, resHeaders),
  })
  const body = await response.text()
  return { status: response.status, headers: response.headers, body, text: `${[...response.headers].join('\n')}\n${body}` }
}

describe('the answer of a failure', () => {
  test.each(['driver', 'drizzle', 'bug', 'text', 'output'])('%s: has a code and a trace id, and none of the error’s text', async (path) => {
    const written: unknown[] = []
    const spy = vi.spyOn(log, 'error').mockImplementation((line: unknown) => void written.push(line))
    const { status, body, text, headers } = await ask(path)
    spy.mockRestore()
    expect(status).toBe(500)
    const data = (JSON.parse(body) as { error: { json: { message: string; data: { code: string; trace: string } } } }).error.json
    expect(data).toMatchObject({ message: 'internal', data: { code: 'internal', trace: headers.get('x-trace-id') } })
    expect(text).not.toMatch(new RegExp(`${canary}|insert|users|account`, 'i'))
    expect(JSON.stringify(written)).not.toMatch(new RegExp(`${canary}|insert into|the account`, 'i'))
    // The operator finds it by the trace id.
    expect(written).toEqual([expect.objectContaining({ trace: data.data.trace, where: path })])
  })

  test('of a refusal has its code, parameters, status and Retry-After', async () => {
    const { status, headers, body } = await ask('refusal')
    expect([status, headers.get('retry-after')]).toEqual([429, '7'])
    expect(JSON.parse(body)).toMatchObject({ error: { json: { data: { code: 'too_many_tries', params: { seconds: 7 } } } } })
  })

  test('of invalid input has the names of the fields, not their values', async () => {
    const { status, body, text } = await ask('input', { account: canary, extra: canary })
    expect(status).toBe(400)
    expect(JSON.parse(body)).toMatchObject({ error: { json: { data: { code: 'invalid_input', fields: ['account', 'name', ''] } } } })
    expect(text).not.toContain(canary)
  })
})

describe('requests', () => {
  test('five thousand commas cost almost nothing', async () => {
    const start = performance.now()
    const response = await answerTrpc(new Request(`${url}/${','.repeat(5000)}?batch=1&input=%7B%7D`, { headers: ours }))
    const body = await response.text()
    expect(performance.now() - start).toBeLessThan(100)
    expect(response.status).toBe(400)
    expect(body.length).toBeLessThan(1000)
  })

  test('a batch of eleven calls is refused, one of ten is answered', async () => {
    const batch = async (size: number) => {
      const input = Object.fromEntries(Array.from({ length: size }, (_, n) => [n, { json: null }]))
      return (
        await answerTrpc(
          new Request(`${url}/${Array(size).fill('people.me').join()}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`, {
            headers: ours,
          }),
        )
      ).status
    }
    expect([await batch(10), await batch(11)]).toEqual([401, 400])
  })

  test('a body of 1 MB is read, also a chunked one; a larger one is refused as too large', async () => {
    const call = (bytes: number) => `{"json":{"email":"${'x'.repeat(bytes - 21)}"}}`
    const streamed = (text: string) =>
      new ReadableStream({ start: (to) => (to.enqueue(Buffer.from(text)), to.close()) }) as unknown as BodyInit
    expect(call(1_048_576)).toHaveLength(1_048_576)
    for (const sent of [(text: string) => text as BodyInit, streamed]) {
      const status = async (bytes: number) => {
        const init = { method: 'POST', headers: ours, body: sent(call(bytes)), duplex: 'half' } as RequestInit
        return (await answerTrpc(new Request(`${url}/people.askPasswordLink`, init))).status
      }
      expect([await status(1_048_576), await status(1_048_577)]).toEqual([400, 413])
    }
  })

  test('an unknown path, another method and a malformed body get an answer of the same form', async () => {
    for (const request of [
      new Request(`${url}/people.nothing`, { headers: ours }),
      new Request(`${url}/__proto__.toString`, { headers: ours }),
      new Request(`${url}/people.me`, { method: 'DELETE', headers: ours }),
      new Request(`${url}/people.signOut`, { method: 'POST', headers: ours, body: '{"json"' }),
      new Request(`${url}/people.askPasswordLink`, {
        method: 'POST',
        headers: ours,
        body: '{"json":{"__proto__":{"email":"a@example.com"}}}',
      }),
    ]) {
      const response = await answerTrpc(request)
      const text = await response.text()
      expect(response.status, request.url).toBeGreaterThanOrEqual(400)
      expect(response.status, request.url).toBeLessThan(500)
      expect(text).toMatch(/"trace":("[0-9a-f]{16}"|null)/)
      expect(text).not.toMatch(/stack|\.ts|node_modules|Unexpected/)
    }
  })

  test('a mutation that does not come from the portal’s own page changes nothing', async () => {
    const { given } = await signedIn(await makeUser())
    const cookie = `session=${given.session}`
    const body = '{"json":null}'
    const tries: [string, RequestInit][] = [
      ['POST', { headers: { cookie, 'content-type': 'application/json' } }],
      ['POST', { headers: { cookie, ...ours, origin: 'null' } }],
      ['POST', { headers: { cookie, ...ours, origin: 'https://evil.example' } }],
      ['POST', { headers: { cookie, ...ours, 'content-type': 'text/plain' } }],
      ['POST', { headers: { cookie, ...ours, 'sec-fetch-site': 'cross-site' } }],
      ['POST', { headers: { cookie, ...ours, 'sec-fetch-site': 'same-site' } }],
    ]
    for (const [method, init] of tries)
      expect((await answerTrpc(new Request(`${url}/people.signOut`, { method, body, ...init }))).status).toBe(403)
    expect((await answerTrpc(new Request(`${url}/people.signOut?input=${body}`, { headers: { cookie } }))).status).toBe(405)
    const me = () => answerTrpc(new Request(`${url}/people.me`, { headers: { cookie } }))
    expect((await me()).status).toBe(200)
    expect((await answerTrpc(new Request(`${url}/people.signOut`, { method: 'POST', body, headers: { cookie, ...ours } }))).status).toBe(
      200,
    )
    expect((await me()).status).toBe(401)
  })

  test('answers are not cached', async () => {
    const response = await answerTrpc(new Request(`${url}/people.me`, { headers: ours }))
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })
})
