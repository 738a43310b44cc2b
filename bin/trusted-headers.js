// @ts-check

/** Next's internal headers. From clients they have bypassed its middleware and poisoned its caches (CVE-2025-29927 and others). */
const internalHeaders = [
  'x-middleware-subrequest',
  'x-middleware-subrequest-id',
  'next-resume',
  'x-nextjs-data',
  'x-matched-path',
  'x-invoke-path',
]

/**
 * Replaces the headers of a request that a client could forge: appends the socket's address to X-Forwarded-For, sets the other
 * X-Forwarded headers from the portal's configured address, and removes Next's internal ones.
 * @param {import('node:http').IncomingMessage} request
 * @param {URL} portal the portal's public address
 */
export function setTrustedHeaders(request, portal) {
  const { headers, socket } = request
  for (const name of internalHeaders) delete headers[name]
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ')
  headers['x-forwarded-host'] = portal.host
  headers['x-forwarded-proto'] = portal.protocol.slice(0, -1)
  headers['x-forwarded-port'] = portal.port || (portal.protocol === 'https:' ? '443' : '80')
}
