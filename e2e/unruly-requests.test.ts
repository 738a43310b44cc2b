import { readdirSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { expect, test } from '@playwright/test'
import { paths } from '#server/platform/paths.ts'
import { personOf } from './demo.ts'

// Malformed and unusual requests: every address with odd names, queries, methods and bodies. The portal itself must answer each.

type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string }

const base = new URL(`http://localhost:${process.env.E2E_PORT}`)

/** Sends one request; node:http does not normalize its path. */
function ask(method: string, path: string, headers: http.OutgoingHttpHeaders = {}, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: 'localhost', port: base.port, method, path, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** Addresses of all files with this name under app/, without route groups; `[name]` folders stay as they are. */
function addresses(file: string): string[] {
  return readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(`/${file}`) || path === file)
    .map((path) => `/${path.replace(/\/?(page\.tsx|route\.ts)$/, '')}`.replaceAll(/\/\([^)]+\)/g, '') || '/')
}

const pages = addresses('page.tsx')
const routes = addresses('route.ts')
const named = (address: string, name: string) => address.replaceAll(/\[+[^\]]+\]+/g, name)

const names = [
  'x',
  '%00',
  '%E0%A4%A',
  '%FF',
  'a'.repeat(3000),
  '%F0%9F%98%80',
  '..%2f..%2f',
  '-1',
  '9'.repeat(40),
  '%27%22%3C',
  'CNY',
  '2026-02-30',
]
const questions = ['q', 'from', 'to', 'type', 'bucket', 'currency', 'place', 'at', 'next', 'previous', 'before', 'after', 'month', 'day', 'order', 'line', 'problem', 'error', 'iss', 'view', 'status', 'callbackUrl', 'limit', 'cursor', 'as_of', 'input', 'batch'] // prettier-ignore
const values = ['', '%00', '%E0%A4%A', '%FF', 'a'.repeat(200), '[]', '%7B%7D', '1e309', '-0', '2026-02-30', '%E2%80%AE', 'http://[', 'null']
const query = (value: string) => `?${questions.map((name) => `${name}=${value}`).join('&')}`
const twice = `?${questions.map((name) => `${name}=1&${name}=2`).join('&')}`

/** Signs in a person of the demo. @returns their cookies */
async function signedIn(): Promise<string> {
  const first = await ask('GET', '/api/auth/csrf')
  const cookies = (answer: Answer) => (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')
  const { csrfToken } = JSON.parse(first.text) as { csrfToken: string }
  const headers = { origin: base.origin, 'content-type': 'application/json', cookie: cookies(first) }
  const answer = await ask(
    'POST',
    '/api/auth/callback/demo',
    headers,
    JSON.stringify({ email: personOf('quiet').email, csrfToken, json: 'true' }),
  )
  return cookies(answer)
}

const mustHave = ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-opener-policy', 'permissions-policy'] // prettier-ignore

/** The faults of an answer: a missing security header, a status of 5xx, or internals in its text. */
function faultsOf(what: string, { status, headers, text }: Answer): string[] {
  const faults = mustHave.filter((name) => headers[name] === undefined).map((name) => `${what}: ${status} without ${name}`)
  if (status >= 500) faults.push(`${what}: ${status}`)
  if (/select |\bat .*\.(ts|js):\d+|node_modules|PostgresError/.test(text) && !text.startsWith('<!')) faults.push(`${what}: tells too much`)
  return faults
}

/** Sends the requests, eight at a time. @returns the faults of all answers */
async function faults(requests: readonly { method?: string; path: string; headers?: http.OutgoingHttpHeaders; body?: string | Buffer }[]) {
  const found: string[] = []
  const left = [...requests]
  const lane = async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      const { method = 'GET', path, headers = {}, body } = one
      const what = `${method} ${path.slice(0, 120)} ${JSON.stringify({ ...headers, cookie: undefined }).slice(0, 120)} ${String(body ?? '').slice(0, 40)}`
      found.push(
        ...(await ask(method, path, headers, body).then(
          (answer) => faultsOf(what, answer),
          (error: Error) => [`${what}: ${error.message}`],
        )),
      )
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return found
}

test.describe.configure({ timeout: 300_000 })

test('odd parameters and path segments at every address get an answer of the portal, signed in or not', async () => {
  const cookie = await signedIn()
  const home = await ask('GET', '/', { cookie })
  expect(home.status).toBe(307)
  const [, store = ''] = /^\/(\d\w+)$/.exec(new URL(home.headers.location ?? '', base).pathname) ?? []
  expect(store).not.toBe('')
  const inStore = pages.map((address) => address.replace('[store]', store))
  const all = [...inStore, ...routes]
  const paths = [
    ...names.flatMap((name) => ['/[store]', '/[store]/activity/[currency]'].map((address) => named(address, name))),
    ...all.flatMap((address) => (address.includes('[') ? names.map((name) => named(address, name)) : [address])),
    ...inStore.flatMap((address) => [...values.map(query), twice].map((asked) => named(address, 'CNY') + asked)),
    ...routes.flatMap((address) => ['', '%00', '[]'].map((value) => named(address, 'x') + query(value))),
    ...['/%2e/', '/%5c', '//evil.example/x', '/_next/image?url=%2Ficon.svg&w=64&q=75', '/_next/static/none.js', '/_next/data/x/y.json'],
    ...['/favicon.ico', '/icon.svg', '/screenshot.png', '/%', '/%c0%ae', '/a;b', '/.env', '/index.rsc', `/${'a/'.repeat(1500)}`],
  ]
  expect(paths.length).toBeGreaterThan(500)
  expect(
    await faults([...paths.map((path) => ({ path, headers: { cookie } })), ...all.map((address) => ({ path: named(address, 'x') }))]),
  ).toEqual([])
})

const bodies: [http.OutgoingHttpHeaders, string | Buffer][] = [
  [{ 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\ncontent-disposition: form-data; name="1_$ACTION_ID_x"\r\n\r\nx\r\n--b--\r\n'],
  [{ 'content-type': 'multipart/form-data; boundary=b' }, `--b\r\ncontent-disposition: form-data; name="$ACTION_ID_${'0'.repeat(42)}"\r\n\r\n\r\n--b--\r\n`],
  [{ 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\ncontent-disposition: form-data; name="$ACTION_REF_1"\r\n\r\n\r\n--b--\r\n'],
  [{ 'content-type': 'multipart/form-data; boundary=b' }, 'no parts at all'],
  [{ 'content-type': 'multipart/form-data' }, 'x'],
  [{ 'content-type': 'text/plain', 'next-action': '0'.repeat(42) }, '[]'],
  [{ 'content-type': 'text/plain', 'next-action': 'x' }, '{'],
  [{ 'content-type': 'multipart/form-data; boundary=b', 'next-action': '1'.repeat(42) }, '--b--'],
  [{ 'content-type': 'application/json' }, '{"json":null'],
  [{ 'content-type': 'application/json' }, '{"0":{"json":{"__proto__":{"x":1}}}}'],
  [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, 'x'],
  [{ 'content-type': 'application/json' }, '['.repeat(8000)],
  [{ 'content-type': 'application/json' }, Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
  [{ 'content-type': 'application/x-www-form-urlencoded' }, 'a=%ff&b=%'],
  [{ 'content-type': 'x' }, 'x'],
  [{}, ''],
] // prettier-ignore

test('odd methods and bodies at every address get an answer of the portal', async () => {
  const cookie = await signedIn()
  const all = [...new Set([...pages, ...routes].map((address) => named(address, 'x')))].filter((address) => address !== '/api/auth/x')
  const calls = [
    '/api/trpc/people.me',
    '/api/trpc/people.chooseLocale',
    '/api/trpc/x,y?batch=1',
    '/api/auth/callback/password',
    '/api/auth/csrf',
  ]
  const methods = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND']
  const from = { origin: base.origin, cookie }
  const requests = [
    ...[...all, ...calls].flatMap((path) => methods.map((method) => ({ method, path, headers: from }))),
    ...[...all, ...calls].flatMap((path) =>
      bodies.map(([headers, body]) => ({ method: 'POST', path, headers: { ...from, ...headers }, body })),
    ),
    ...calls.map((path) => ({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body: '{}' })),
  ]
  expect(requests.length).toBeGreaterThan(500)
  expect(await faults(requests)).toEqual([])
})

/** Sends bytes that node:http would refuse to send. @returns the first line of the answer */
function firstLine(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(base.port), 'localhost')
    let text = ''
    socket.setEncoding('latin1').on('data', (piece: string) => (text += piece))
    socket.on('close', () => resolve(text.split('\r\n')[0] ?? '')).on('error', reject)
    socket.write(bytes, 'latin1') // not end(): Node drops the request of a client that has closed its half
  })
}

test('malformed HTTP is refused, and the demo answers only to its own host names', async () => {
  const host = `Host: localhost:${base.port}\r\nConnection: close\r\n`
  expect(await firstLine(`GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`)).toContain(' 400 ')
  expect(await firstLine(`GET /\xff\xfe HTTP/1.1\r\n${host}\r\n`)).toMatch(/ [1-4]\d\d /)
  expect(await firstLine(`GET / HTTP/1.1\r\n${host}Cookie: session=%E0%A4%A; locale=%; theme=%ff\r\n\r\n`)).toMatch(/ [1-3]\d\d /)
  expect(await firstLine(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`)).toMatch(/ 4\d\d /)
  expect(await firstLine(`GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)).toContain(' 421 ')
  expect(await firstLine(`GET /sign-in HTTP/1.1\r\nHost: evil.example:${base.port}\r\nConnection: close\r\n\r\n`)).toContain(' 421 ')
  expect(await firstLine(`GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:${base.port}\r\nConnection: close\r\n\r\n`)).toContain(' 200 ')
})

test('each route accepts bodies up to its limit, also chunked ones', async () => {
  const limits: [string, number][] = [['/api/auth/callback/password', 16_384], ['/api/trpc/people.askPasswordLink', 1_048_576], ['/api/v1/events', 4_194_304], [paths.signIn(), 0], ['/api/health', 0]] // prettier-ignore
  const headers = { origin: base.origin, 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
  for (const [path, most] of limits) {
    const { status } = await ask('POST', path, headers, Buffer.alloc(most + 70_000, ' '))
    expect([path, path === '/api/v1/events' ? [401, 413].includes(status) : status === 413]).toEqual([path, true])
  }
})
