// @ts-check

/** Headers by which middleware and caches of Next were bypassed or confused (CVE-2025-29927 and its kin); nobody outside sends them honestly. */
const inward = ['x-middleware-subrequest', 'x-middleware-subrequest-id', 'next-resume', 'x-nextjs-data', 'x-matched-path', 'x-invoke-path']

/**
 * Makes a request's headers say what is true before anything reads them: the caller's address is added behind what was claimed to be
 * forwarded, and the portal's own address is the configured one, whatever Host or X-Forwarded-Host came.
 * @param {import('node:http').IncomingMessage} request
 * @param {URL} portal where people reach the portal
 */
export function trueHeaders(request, portal) {
  const { headers, socket } = request
  for (const name of inward) delete headers[name]
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ')
  headers['x-forwarded-host'] = portal.host
  headers['x-forwarded-proto'] = portal.protocol.slice(0, -1)
  headers['x-forwarded-port'] = portal.port || (portal.protocol === 'https:' ? '443' : '80')
}
