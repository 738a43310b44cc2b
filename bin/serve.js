// @ts-check
import http from 'node:http'
import { createRequire } from 'node:module'
import { setTrustedHeaders } from './trusted-headers.js'
import { endAfterRequest } from './end-after-request.js'
import { unlinkImmediates } from './unlink-immediates.js'
import { logUnhandledRejections } from './log-unhandled-rejections.js'
import { faultOfPageForm, isPageForm } from './page-form.js'
import { refusalOf, refuse } from './refuse-request.js'
import { requestAddress } from './request-address.js'
import { root } from './root.js'
import { addSecurityHeaders } from './security-headers.js'

/** Milliseconds that running requests may take after the portal is asked to stop. */
const drainLimit = 10_000

/** Milliseconds: 30 MB at 100 KB/s. Routes that read a body have a shorter limit (server/platform/read-body.ts). */
const longestUpload = 330_000

/**
 * Serves the portal in this process. A second Node process would cost memory, and could be left behind when this one is killed.
 * @param {{ dev: boolean, demo: boolean, port: number, hosts: string[] }} options hosts: addresses to listen at
 * @returns {Promise<() => Promise<void>>} stops: refuses new requests, lets running ones finish, then ends jobs and connections
 */
export async function serve({ dev, demo, port, hosts }) {
  logUnhandledRejections()
  unlinkImmediates()
  const servers = hosts.map(() => http.createServer())
  // `next` is CommonJS, but its types declare a default export.
  const next = /** @type {typeof import('next').default} */ (/** @type {unknown} */ (createRequire(import.meta.url)('next')))
  const app = next({ dev, dir: root, port, hostname: 'localhost', ...(servers[0] && { httpServer: servers[0] }) })
  await app.prepare()
  const handle = app.getRequestHandler()
  const observe = await observer()
  const portal = new URL(process.env.PORTAL_URL ?? `http://localhost:${port}`)
  /** @type {Set<http.ServerResponse>} */
  const open = new Set()
  // Next handles upgrades (hot reload of `npm run dev`) only on the server that it was given.
  for (const server of servers.slice(1)) server.on('upgrade', (...upgrade) => void servers[0]?.emit('upgrade', ...upgrade))
  for (const server of servers) {
    server.keepAliveTimeout = 65_000 // longer than common reverse proxies keep theirs
    server.headersTimeout = 20_000
    server.requestTimeout = longestUpload
    server.on('request', (request, response) => {
      addSecurityHeaders(response, portal)
      endAfterRequest(request, response)
      const refusal = refusalOf(request, { portal, demo, dev })
      if (refusal) return refuse(request, response, refusal)
      setTrustedHeaders(request, portal)
      request.url = requestAddress(request.url ?? '/')
      observe(request, response)
      open.add(response)
      response.once('close', () => open.delete(response))
      if (isPageForm(request)) void handleForm(request, response)
      else void handle(request, response)
    })
  }
  /** @type {(request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>} */
  const handleForm = async (request, response) => {
    const fault = await faultOfPageForm(request)
    if (fault) refuse(request, response, fault)
    else await handle(request, response)
  }
  await Promise.all(servers.map((server, at) => listen(server, port, hosts[at] ?? '')))
  return async () => {
    const { portalStop } = /** @type {{ portalStop?: Record<'jobs' | 'connections', () => Promise<void>> }} */ (globalThis)
    const closed = servers.map((server) => new Promise((done) => server.close(done)))
    for (const response of open) if (isStream(response)) response.destroy() // the page reconnects
    await Promise.race([Promise.all([...closed, portalStop?.jobs()]), new Promise((done) => setTimeout(done, drainLimit).unref())])
    for (const server of servers) server.closeAllConnections()
    await portalStop?.connections()
    await app.close()
  }
}

/**
 * @param {http.Server} server
 * @param {number} port
 * @param {string} host
 */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      // A machine without IPv6 has no ::1.
      if (host === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code ?? '')) resolve(undefined)
      else reject(error)
    })
    server.listen(port, host, () => resolve(undefined))
  })
}

/** @param {http.ServerResponse} response whether it is a server-sent event stream, which never ends */
function isStream(response) {
  return String(response.getHeader('content-type')).startsWith('text/event-stream')
}

/** Measures requests by method, status and the first parts of their path (few values). @returns the function to call per request */
async function observer() {
  const { Histogram } = await import('prom-client')
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'area', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  return (/** @type {http.IncomingMessage} */ request, /** @type {http.ServerResponse} */ response) => {
    const end = seconds.startTimer({ method: request.method ?? '', area: area(request.url ?? '/') })
    response.once('close', () => end({ status: `${Math.floor(response.statusCode / 100)}xx` }))
  }
}

/** @param {string} url */
function area(url) {
  const [, first = '', second = ''] = url.split(/[/?]/)
  if (first === '_next') return 'asset'
  if (first !== 'api') return 'page'
  return ['v1', 'trpc', 'auth', 'health', 'metrics'].includes(second) ? `api/${second}` : 'api/other'
}
