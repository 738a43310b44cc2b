import { randomUUID } from 'node:crypto'
import net from 'node:net'
import { expect, test } from '@playwright/test'
import { signed } from './bench/caller.ts'
import { sandbox } from './demo.ts'

// The marketplace's API over a socket, as an external client uses it. Unit tests beside the functions cover their answers.

const kib = 1024
const piece = Buffer.alloc(64 * kib, ' ')
const chunk = (bytes: Buffer) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
const end = Buffer.from('0\r\n\r\n')
const body = () =>
  Buffer.from(
    JSON.stringify({
      events: [
        {
          id: randomUUID(),
          type: 'seller.upserted',
          occurred_at: '2026-01-01T00:00:00Z',
          seller_id: `api-${randomUUID()}`,
          data: { name: 'A', region: 'CN' },
        },
      ],
    }),
  )

/** The head of a request with the sandbox's API key, signed over the bytes `toSign` if there are any. */
function head(method: string, path: string, headers: Record<string, string | number> = {}, toSign?: Buffer): Buffer {
  const credentials = sandbox()
  const all = {
    host: new URL(credentials.url).host,
    authorization: `Bearer ${credentials.key}`,
    ...(toSign && signed(credentials, toSign)),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
}

type Heard = { statuses: number[]; text: string; ended: string }

/** Sends bytes on one connection, as fast as the server reads them, until `answers` answers have come or the connection has ended. */
function talk(parts: Iterable<Buffer>, answers = 1): Promise<Heard> {
  return new Promise((done) => {
    const socket = net.connect(Number(new URL(sandbox().url).port), 'localhost')
    let text = ''
    const finish = (ended: string) => {
      socket.destroy()
      done({ statuses: [...text.matchAll(/^HTTP\/1\.1 ([0-9]{3})/gm)].map(([, status]) => Number(status)), text, ended })
    }
    socket.setTimeout(20_000, () => finish('silent'))
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? 'error'))
    socket.on('end', () => finish('closed'))
    socket.on('data', (data) => {
      text += data.toString('latin1')
      const whole = [...text.matchAll(/\r\n0\r\n\r\n/g)].length + [...text.matchAll(/^content-length: /gim)].length
      if (whole >= answers) finish('answered')
    })
    void (async () => {
      for (const part of parts) {
        if (socket.destroyed) return
        if (!socket.write(part)) await new Promise((drained) => socket.once('drain', drained).once('close', drained))
      }
    })()
  })
}

const next = () => head('GET', '/api/v1/withdrawals')

test('a chunked body is booked', async () => {
  const one = body()
  const heard = await talk([
    head('POST', '/api/v1/events', { 'transfer-encoding': 'chunked' }, one),
    chunk(one.subarray(0, 10)),
    chunk(one.subarray(10)),
    end,
  ])
  expect(heard.statuses).toEqual([200])
  expect(heard.text).toContain('"status":"posted"')
})

test('a too large body is answered 413, with Content-Length or chunked, and the connection stays usable', async () => {
  const pieces = Array.from({ length: 128 }, () => piece)
  for (const [headers, sent] of [
    [{ 'transfer-encoding': 'chunked' }, [...pieces.map(chunk), end]],
    [{ 'content-length': pieces.length * piece.length }, pieces],
  ] as const) {
    const heard = await talk([head('POST', '/api/v1/events', headers, piece), ...sent, next()], 2)
    expect(heard).toMatchObject({ statuses: [413, 200], ended: 'answered' })
    expect(heard.text).toContain('"code":"too_large"')
  }
})

test('a refused body is drained before the next request of the connection', async () => {
  const large = Array.from({ length: 32 }, () => piece)
  const length = { 'content-length': large.length * piece.length }
  for (const [first, status] of [
    [head('POST', '/api/v1/events', { ...length, authorization: 'Bearer nobody' }), 401],
    [head('POST', '/api/v1/events', { ...length, 'content-encoding': 'gzip' }, piece), 415],
    [head('POST', '/api/v1/events', length), 401],
  ] as const)
    expect((await talk([first, ...large, next()], 2)).statuses).toEqual([status, 200])
})

test('a trailing slash changes nothing and causes no redirect', async () => {
  const one = body()
  const posted = await talk([head('POST', '/api/v1/events/', { 'content-length': one.length }, one), one])
  expect(posted.statuses).toEqual([200])
  expect(posted.text).toContain('"status":"posted"')
  for (const path of ['/withdrawals/', '/withdrawals///?limit=1', '/events/?status=parked', '/openapi.json/'])
    expect((await talk([head('GET', `/api/v1${path}`)])).statuses, path).toEqual([200])
})

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PURGE', 'PROPFIND']
const segments = [
  '.',
  '..',
  '%2e',
  '%2E%2e',
  '%',
  '%ff',
  '%00',
  '%2F',
  '%5c',
  '\\',
  'a%2541',
  'NULL',
  'null',
  "'",
  '"',
  '{}',
  '[]',
  '%E4%B8%AD',
  ':',
  '__proto__',
  'constructor',
  'x'.repeat(5000),
  '',
]
const queries = [
  '',
  '?',
  '?%',
  '?%ff=%ff',
  '?limit=',
  '?limit=-1',
  '?status=parked&limit=1&limit=2',
  '?at=2026-02-30',
  '?at=%00',
  '?starting_after=..',
  '?__proto__=1',
  `?${'x'.repeat(5000)}`,
]
const places = [
  '',
  '/events',
  '/events/:',
  '/orders/:',
  '/sellers/:',
  '/sellers/:/balances',
  '/reconciliation/:',
  '/withdrawals',
  '/openapi.json',
  '/:',
]

test('no method, address or parameter causes a 5xx', async () => {
  test.setTimeout(240_000)
  const addresses = places.flatMap((place) => (place.includes(':') ? segments.map((segment) => place.replace(':', segment)) : [place]))
  const requests = [
    ...addresses.flatMap((address) => [`GET ${address}`, `POST ${address}`]),
    ...places.flatMap((place) => queries.map((query) => `GET ${place.replace(':', 'x')}${query}`)),
    ...methods.flatMap((method) => places.map((place) => `${method} ${place.replace(':', 'x')}`)),
  ]
  const wrong: string[] = []
  const queue = [...new Set(requests)]
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let request = queue.pop(); request !== undefined; request = queue.pop()) {
        const [method, address] = [request.slice(0, request.indexOf(' ')), request.slice(request.indexOf(' ') + 1)]
        const bodyOf = method === 'POST' ? { 'content-length': 0 } : {}
        const { statuses, text, ended } = await talk([head(method, `/api/v1${address}`, { connection: 'close', ...bodyOf })])
        const [status = 0] = statuses
        const isProblem = status < 400 || method === 'HEAD' || text.includes('application/problem+json') || [400, 414, 431].includes(status)
        if (status === 0 || status >= 500 || (status >= 300 && status < 400) || !isProblem)
          wrong.push(`${request.slice(0, 80)}: ${status} ${ended}`)
      }
    }),
  )
  expect(wrong).toEqual([])
})

test('signed bodies of random bytes never cause a 5xx', async () => {
  const texts = [
    '',
    ' ',
    'null',
    '[]',
    '{}',
    '{"events":null}',
    '{"events":[]}',
    '{"events":[null]}',
    '{"events":[{}]}',
    '\ufeff{"events":[{}]}',
    '{"events":[{"id":"\\u0000"}]}',
    '{"events":[{"id":"\\ud800"}]}',
    '{"events":[{"id":".."}]}',
    '{"events":[{"__proto__":1}]}',
    `${'['.repeat(40)}${']'.repeat(40)}`,
    '{"events":[1e999]}',
    '{"events":[-0]}',
    '\u0000',
  ]
  const bytes = [
    ...texts.map((text) => Buffer.from(text)),
    Buffer.from([0xff]),
    Buffer.from([0xef, 0xbb, 0xbf]),
    Buffer.from('{"events":[{}]}', 'utf16le'),
  ]
  for (const one of bytes) {
    const { url, key } = sandbox()
    const headers = { ...signed(sandbox(), one), authorization: `Bearer ${key}` }
    const answer = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: new Uint8Array(one) })
    expect([200, 400, 422], one.toString('latin1').slice(0, 60)).toContain(answer.status)
    expect(await answer.json()).toEqual(expect.any(Object))
  }
})
