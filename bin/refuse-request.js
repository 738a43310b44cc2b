// @ts-check
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { root } from './root.js'

/** The maximum size of a body, by path, in bytes. The routes count the bytes that arrive. */
const bodyLimits = /** @type {Record<string, number>} */ (read('server/platform/body-limits.json'))

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** @typedef {{ status: number, code: string, headers?: Record<string, string> }} Refusal */

/**
 * Problem details under /api/v1 that are sent before Next runs. The titles are those of server/marketplace/errors.ts.
 * @type {Record<string, { title: string, detail: string }>}
 */
const problems = {
  misdirected: { title: 'Misdirected request', detail: 'The demo answers only at localhost and at the host of PORTAL_URL.' },
  method_not_allowed: {
    title: 'Method not allowed',
    detail: 'The portal does not answer this method; the header Allow lists those that it answers.',
  },
}

/** @type {Refusal} */
const tooLarge = { status: 413, code: 'too_large' }

/**
 * Decides whether a request is refused before it reaches Next.
 * @param {import('node:http').IncomingMessage} request
 * @param {{ portal: URL, demo: boolean, dev: boolean }} options portal: its public address
 * @returns {Refusal | null} null: not refused
 */
export function refusalOf(request, { portal, demo, dev }) {
  const { method = '', url = '', headers } = request
  // With DNS rebinding, a page of another site could use the demo's one-click sign-in.
  if (demo && !isDemoHost(headers.host, portal)) return { status: 421, code: 'misdirected' }
  if (!methods.has(method)) return { status: 405, code: 'method_not_allowed', headers: { allow: [...methods].join(', ') } }
  if (!url.startsWith('/')) return { status: 400, code: 'malformed_address' }
  const address = url.split(/[?#]/, 1)[0] ?? ''
  const isApi = /^\/api(\/|$)/.test(address)
  const isTool = dev && /^\/(__nextjs|_next\/)/.test(address) // error overlay and hot reload of `npm run dev`
  if (isTool) return null
  return isApi ? refusalOfCall(request, address) : refusalOfPage(request, portal)
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {string} address
 * @returns {Refusal | null}
 */
function refusalOfCall({ headers }, address) {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  return hasBody && bodyLimit(address) === 0 ? tooLarge : null
}

/**
 * A page accepts only its own forms: from the portal's origin, small, and with Content-Length, since Next does not count the bytes it
 * reads.
 * @param {import('node:http').IncomingMessage} request
 * @param {URL} portal
 * @returns {Refusal | null}
 */
function refusalOfPage({ method = '', headers }, portal) {
  const length = Number(headers['content-length'] ?? 0)
  if (headers['transfer-encoding'] !== undefined || length > (bodyLimits['/'] ?? 0)) return tooLarge
  if (method === 'GET' || method === 'HEAD') return length > 0 ? tooLarge : null
  if (method !== 'POST') return { status: 405, code: 'method_not_allowed', headers: { allow: 'GET, HEAD, POST' } }
  if (headers.origin !== portal.origin) return { status: 403, code: 'foreign_origin' }
  return /^multipart\/form-data\s*;|^text\/plain\s*(;|$)/i.test(headers['content-type'] ?? '')
    ? null
    : { status: 415, code: 'unsupported_type' }
}

/**
 * The maximum size of a body at this address, in bytes; 0: no body is allowed.
 * @param {string} address path without its query
 */
export function bodyLimit(address) {
  const route = Object.keys(bodyLimits).find((route) => address === route || address.startsWith(`${route}/`))
  return route === undefined ? 0 : (bodyLimits[route] ?? 0)
}

/**
 * Answers a refused request and logs the refusal. The body is a problem document (RFC 9457) for some codes under /api/v1, a text in each
 * language for a wrong host, a page for a browser, otherwise JSON with the code. The trace id is in the header `x-trace-id`, the problem
 * document, the page and the log. The connection is closed, because the request's body may not have been read.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {Refusal} refusal
 */
export function refuse(request, response, { status, code, headers }) {
  const trace = randomBytes(8).toString('hex')
  const [type, text] = wordsOf(request, status, code, trace)
  logRefusal({ trace, status, code })
  const length = Buffer.byteLength(text)
  response.writeHead(status, {
    ...headers,
    'content-type': type,
    'content-length': length,
    'cache-control': 'no-store',
    'x-trace-id': trace,
    connection: 'close',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}

/**
 * Writes the same line as server/platform/log.ts. It does not use `console`: in production that goes through `consoleToLog`, which masks
 * long numbers, so the trace id could not be found.
 * @param {{ trace: string, status: number, code: string }} fields
 */
function logRefusal(fields) {
  if (['error', 'silent'].includes(process.env.LOG_LEVEL ?? '')) return
  const line = { level: 'warn', time: new Date().toISOString(), ...fields, message: 'request refused before its route' }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {number} status
 * @param {string} code
 * @param {string} trace
 * @returns {[type: string, text: string]}
 */
function wordsOf({ url = '', headers }, status, code, trace) {
  const problem = /^\/api\/v1([/?#]|$)/.test(url) ? problems[code] : undefined
  if (problem) {
    const { title, detail } = problem
    const type = `urn:seller-funds-portal:problem:${code}`
    return ['application/problem+json', JSON.stringify({ type, title, status, detail, code, trace_id: trace, errors: [] })]
  }
  if (code === 'misdirected') return ['text/plain; charset=utf-8', misdirected()]
  if (isForPerson(headers)) return ['text/html; charset=utf-8', page(trace)]
  return ['application/json', JSON.stringify({ error: { code } })]
}

/**
 * Whether a browser will show the answer as a page.
 * @param {import('node:http').IncomingHttpHeaders} headers
 */
const isForPerson = ({ accept = '' }) => /\btext\/html\b/.test(accept)

/** A page with the text in each language. It has no styles, because the portal's styles come from Next. @param {string} trace */
function page(trace) {
  const titles = locales.map((locale) => sentence(locale, 'pages.refused.title'))
  const parts = locales.map((locale, at) => {
    const text = sentence(locale, 'pages.refused.text').replace('{trace}', trace)
    return `<section lang="${locale}"><h1>${titles[at]}</h1><p>${text}</p></section>`
  })
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
  return `<!doctype html><html lang="en"><head>${head}<title>${titles.join(' · ')}</title></head><body><main>${parts.join('')}</main></body></html>\n`
}

const locales = ['zh-CN', 'zh-TW', 'en']

/** The text in each language, because the reader's language is unknown. */
const misdirected = () => locales.map((locale) => `${sentence(locale, 'pages.misdirected')}\n`).join('\n')

/**
 * @param {string} locale
 * @param {string} key of a message: its file, then its path in the file
 */
function sentence(locale, key) {
  const [file = '', ...names] = key.split('.')
  return String(names.reduce((words, name) => words[name], read(`server/messages/${locale}/${file}.json`)))
}

/**
 * @param {string | undefined} header the Host header
 * @param {URL} portal
 */
function isDemoHost(header, portal) {
  const name = /^(\[[0-9a-f:]+\]|[^:]*)(:\d+)?$/.exec((header ?? '').toLowerCase())?.[1]
  return name !== undefined && ['localhost', '127.0.0.1', '[::1]', portal.hostname].includes(name)
}

/** @param {string} file */
function read(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'))
}
