import { readdirSync, readFileSync } from 'node:fs'
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { problems } from '#server/marketplace/errors.ts'
import { consoleToLog } from '#server/platform/log.ts'
import { endAfterRequest } from './end-after-request.js'
import { bodyLimit, refusalOf, refuse } from './refuse-request.js'
import { addSecurityHeaders } from './security-headers.js'

const portal = new URL('https://funds.example')
const options = { portal, demo: false, dev: false }

function refused(request: { method?: string; url?: string; headers?: IncomingHttpHeaders }, more: Partial<typeof options> = {}) {
  const asked = { method: 'GET', url: '/', headers: {}, ...request } as IncomingMessage
  return refusalOf(asked, { ...options, ...more })?.status ?? null
}

test('a demo answers only to its own host names, on any port; another portal answers to any', () => {
  const hosts: [string | undefined, number | null][] = [
    ['localhost:3000', null],
    ['LOCALHOST', null],
    ['127.0.0.1:3000', null],
    ['[::1]:3000', null],
    ['funds.example', null],
    ['funds.example:8443', null],
    ['evil.example', 421],
    ['localhost.evil.example:3000', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost.', 421],
    ['[::1', 421],
    ['localhost:3000@evil.example', 421],
    ['192.168.1.5:3000', 421],
    ['', 421],
    [undefined, 421],
  ]
  for (const [host, status] of hosts) {
    const headers = host === undefined ? {} : { host }
    expect(refused({ headers }, { demo: true }), host).toBe(status)
    expect(refused({ headers, url: '/api/health' }, { demo: true }), host).toBe(status)
    expect(refused({ headers }), host).toBeNull()
  }
})

const form = { origin: portal.origin, 'content-type': 'multipart/form-data; boundary=b', 'content-length': '100' }

test('a page accepts a small form of its own, and no other body or method', () => {
  expect(refused({ method: 'POST', headers: form })).toBeNull()
  expect(refused({ method: 'POST', headers: { ...form, 'content-length': '16384' } })).toBeNull()
  expect(refused({ method: 'POST', headers: { ...form, 'content-length': '16385' } })).toBe(413)
  expect(refused({ method: 'POST', headers: { ...form, 'transfer-encoding': 'chunked' } })).toBe(413)
  for (const origin of ['null', 'https://evil.example', undefined])
    expect(refused({ method: 'POST', headers: { ...form, origin } })).toBe(403)
  expect(refused({ method: 'POST', headers: { ...form, 'content-type': 'application/json' } })).toBe(415)
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) expect(refused({ method }), method).toBe(405)
  expect(refused({ method: 'GET', headers: { 'content-length': '1' } })).toBe(413)
  expect(refused({ method: 'HEAD' })).toBeNull()
  expect(refused({ url: 'http://evil.example/' })).toBe(400)
  expect(refused({ url: '*', method: 'OPTIONS' })).toBe(400)
})

test('only the routes in the table accept a body under /api', () => {
  const body = { 'content-length': '1' }
  for (const url of ['/api/trpc/people.me', '/api/auth/callback/password', '/api/release-requests?order=1', '/api/v1/events'])
    expect(refused({ method: 'POST', url, headers: body }), url).toBeNull()
  for (const url of ['/api/health', '/api/metrics', '/api/proofs/x', '/api/brand/logo', '/api', '/api/', '/api/v12', '/api/trpcx']) {
    expect(refused({ method: 'POST', url, headers: body }), url).toBe(413)
    expect(refused({ method: 'POST', url, headers: { 'transfer-encoding': 'chunked' } }), url).toBe(413)
    expect(refused({ method: 'POST', url }), url).toBeNull() // Next answers with the allowed methods
  }
})

const routes = readdirSync(fileURLToPath(new URL('../app/api', import.meta.url)), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts'))
  .map((file) => ({ file, code: readFileSync(fileURLToPath(new URL(`../app/api/${file}`, import.meta.url)), 'utf8') }))

test('every route with POST has a limit in the table, and every limit has a route', () => {
  const posted = routes.filter(({ code }) => /\bPOST\b/.test(code)).map(({ file }) => `/api/${file.replace(/\/route\.ts$/, '')}`)
  expect(posted.length).toBeGreaterThan(3)
  expect(posted.filter((address) => bodyLimit(address) === 0)).toEqual([])
  const table = JSON.parse(readFileSync(fileURLToPath(new URL('../server/platform/body-limits.json', import.meta.url)), 'utf8')) as object
  expect(Object.keys(table).filter((route) => route !== '/' && !posted.some((address) => address.startsWith(route)))).toEqual([])
  expect(bodyLimit('/api/new-route')).toBe(0)
})

/** Runs `ask` against a server that refuses requests before a handler that answers 200 with a header of its own. */
async function serving<T>(demo: boolean, ask: (port: number) => Promise<T>): Promise<T> {
  const server = http.createServer((request, response) => {
    addSecurityHeaders(response, portal)
    endAfterRequest(request, response)
    const refusal = refusalOf(request, { ...options, demo })
    if (refusal) return refuse(request, response, refusal)
    response.writeHead(200, { 'content-security-policy': 'its own' }).end('x')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    return await ask((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** The response that a client reads if it sends its whole body, whatever the server answers meanwhile. */
async function heard(port: number, head: string, body: readonly Buffer[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  socket.write(head)
  for (const piece of body) if (!socket.write(piece)) await new Promise((done) => socket.once('drain', done))
  await new Promise((done, fail) => socket.once('close', done).once('error', fail))
  return text
}

test('a client that sends 8 MB in chunks to a page gets 413, not a reset', async () => {
  const piece = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'x'), Buffer.from('\r\n')])
  const body = [...Array<Buffer>(128).fill(piece), Buffer.from('0\r\n\r\n')]
  const head = 'POST / HTTP/1.1\r\nhost: funds.example\r\ntransfer-encoding: chunked\r\n\r\n'
  const text = await serving(false, (port) => heard(port, head, body))
  expect(text).toMatch(/^HTTP\/1\.1 413 /)
  expect(text).toContain('{"error":{"code":"too_large"}}')
})

test('under /api/v1 every refusal is a problem document with the title of the API', async () => {
  const ask = async (line: string, host: string) => {
    const [head = '', body = ''] = (await serving(true, (port) => heard(port, `${line} HTTP/1.1\r\nhost: ${host}\r\n\r\n`, []))).split(
      '\r\n\r\n',
    )
    return { type: /content-type: (.*)/.exec(head)?.[1], body: body === '' ? undefined : (JSON.parse(body) as Record<string, unknown>) }
  }
  const told = (code: keyof typeof problems) => ({
    type: 'application/problem+json',
    body: {
      ...problems[code],
      type: `urn:seller-funds-portal:problem:${code}`,
      detail: expect.stringMatching(/^The .*\.$/),
      code,
      trace_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      errors: [],
    },
  })
  for (const address of ['/api/v1', '/api/v1/events', '/api/v1?x=1', '/api/v1/orders/%'])
    for (const method of ['TRACE', 'PROPFIND']) expect(await ask(`${method} ${address}`, 'localhost')).toEqual(told('method_not_allowed'))
  expect(await ask('GET /api/v1/events?status=parked', 'evil.example')).toEqual(told('misdirected'))
  expect(await ask('HEAD /api/v1/events', 'evil.example')).toMatchObject({ type: 'application/problem+json' })
  for (const address of ['/api/v12', '/api/trpc/people.me', '/'])
    expect(await ask(`TRACE ${address}`, 'localhost')).toEqual({
      type: 'application/json',
      body: { error: { code: 'method_not_allowed' } },
    })
})

/** The lines that `work` writes to standard output, with the console redirected to the log as in production. */
async function printed(level: string, work: () => Promise<void>): Promise<string[]> {
  const lines: string[] = []
  const console = { ...globalThis.console }
  vi.stubEnv('LOG_LEVEL', level)
  consoleToLog()
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  try {
    await work()
  } finally {
    write.mockRestore()
    vi.unstubAllEnvs()
    Object.assign(globalThis.console, console)
  }
  return lines
}

test('a refusal’s trace id is in its header, its problem document and one line of the log, which has nothing of the request', async () => {
  const head = 'TRACE /api/v1/events?secret=4711 HTTP/1.1\r\nhost: localhost\r\n\r\n'
  let trace: string | undefined
  const lines = await printed('info', async () => {
    const text = await serving(true, (port) => heard(port, head, []))
    trace = /x-trace-id: ([0-9a-f]{16})/.exec(text)?.[1]
    expect(text).toContain(`"trace_id":"${trace}"`)
  })
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', trace, status: 405, code: 'method_not_allowed' })
  expect(lines[0]).not.toContain('4711')
  const silent = await printed('silent', async () => void (await serving(true, (port) => heard(port, head, []))))
  expect(silent).toEqual([])
})

test('a request with another host name is told where the demo is, in each language', async () => {
  const head = 'GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n'
  const text = await serving(true, (port) => heard(port, head, []))
  expect(text).toMatch(/^HTTP\/1\.1 421 /)
  expect(text).toContain('This demo answers only at localhost')
  expect(text).toMatch(/演示站点[^]*示範網站/)
})

test('a person whose form is refused gets a page in each language, with the trace id of the log line', async () => {
  const head = 'POST /sign-in HTTP/1.1\r\nhost: funds.example\r\naccept: text/html,*/*\r\ncontent-length: 0\r\n\r\n'
  const text = await serving(false, (port) => heard(port, head, []))
  expect(text).toMatch(/^HTTP\/1\.1 403 /)
  expect(text).toMatch(/content-type: text\/html[^]*没有提交成功[^]*沒有送出[^]*This wasn’t accepted/)
  expect(text).toContain(/x-trace-id: (\w+)/.exec(text)?.[1] ?? 'no trace')
  expect(text).not.toContain('foreign_origin')
})

test('every answer has the security headers, also a refusal; a handler’s own headers stay', async () => {
  const names = ['x-content-type-options', 'x-frame-options', 'referrer-policy', 'permissions-policy', 'strict-transport-security']
  await serving(true, async (port) => {
    const answers = [await fetch(`http://localhost:${port}/`), await fetch(`http://localhost:${port}/`, { method: 'DELETE' })]
    expect(answers.map(({ status }) => status)).toEqual([200, 405])
    for (const { headers } of answers) for (const name of names) expect(headers.get(name), name).not.toBeNull()
    expect(answers[0]?.headers.get('content-security-policy')).toBe('its own')
    expect(answers[1]?.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})
