import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import { createRequire } from 'node:module'
import { setTrustedHeaders } from '#bin/trusted-headers.js'
import { env } from '#server/platform/env.ts'

// next-auth reads cookies and headers from next/headers, which works only in Next's server; this replaces that module.
const asked = new AsyncLocalStorage<Headers>()
const { cache, resolve } = createRequire(import.meta.url)
const nextHeaders = resolve('next/headers')
const cookies = () =>
  (asked.getStore()?.get('cookie') ?? '')
    .split('; ')
    .filter(Boolean)
    .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: decodeURIComponent(pair.slice(pair.indexOf('=') + 1)) }))
cache[nextHeaders] = {
  id: nextHeaders,
  filename: nextHeaders,
  loaded: true,
  exports: { headers: async () => asked.getStore(), cookies: async () => ({ getAll: cookies }) },
} as never

type Routes = Awaited<ReturnType<typeof routesOf>>

/** Imports the routes late: the environment must be set and next/headers replaced before. */
async function routesOf() {
  const [{ NextRequest }, { answerAuth }, { answerTrpc }] = await Promise.all([
    import('next/server'),
    import('#server/api/auth.ts'),
    import('#server/api/answer.ts'),
  ])
  return { NextRequest, answerAuth, answerTrpc }
}

/**
 * Serves the portal without its pages in this process: sign-in and procedures, by the routes' functions behind Node's HTTP server, and the
 * jobs. It starts in a second, the built portal in a minute.
 * @returns a function that stops it
 */
export async function serveHandlers(port: number): Promise<() => Promise<void>> {
  const routes = await routesOf()
  const { startJobsHere } = await import('#server/jobs/run.ts')
  const stopJobs = await startJobsHere({})
  const server = http.createServer((incoming, outgoing) => {
    reply(routes, incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return async () => {
    server.closeAllConnections()
    server.close()
    await stopJobs()
  }
}

async function answer(routes: Routes, incoming: http.IncomingMessage, body: Buffer<ArrayBuffer>, signal: AbortSignal): Promise<Response> {
  const portal = new URL(env().PORTAL_URL)
  setTrustedHeaders(incoming, portal)
  const pairs = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string])
  const headers = new Headers(pairs)
  const { method = 'GET' } = incoming
  const url = new URL(incoming.url ?? '/', portal)
  const init = { method, headers, signal, ...(method === 'GET' ? {} : { body }) }
  if (url.pathname.startsWith('/api/trpc/')) return routes.answerTrpc(new Request(url, init))
  if (!url.pathname.startsWith('/api/auth/')) return new Response(null, { status: 404 })
  const nextauth = url.pathname.slice('/api/auth/'.length).split('/')
  return asked.run(headers, () => routes.answerAuth(new routes.NextRequest(url, init), { params: Promise.resolve({ nextauth }) }))
}

async function reply(routes: Routes, incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  const response = await answer(routes, incoming, Buffer.concat(parts), gone.signal)
  const headers = Object.fromEntries(response.headers)
  outgoing.writeHead(response.status, { ...headers, 'set-cookie': response.headers.getSetCookie() })
  for await (const part of response.body ?? []) outgoing.write(part)
  outgoing.end()
}
