// @ts-check

/** The policy of responses that set none: errors, files and API responses may load no script, even if an attacker injects one. */
const contentPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const headers = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(self)',
}

/**
 * Adds missing security headers to a response, also to Next's own error pages and files. They are added when the head is written, because
 * Next appends to an existing header instead of replacing it.
 * @param {import('node:http').ServerResponse} response
 * @param {URL} portal the portal's public address
 */
export function addSecurityHeaders(response, portal) {
  const all = Object.entries({
    ...headers,
    ...(portal.protocol === 'https:' && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  })
  const writeHead = /** @type {(...args: unknown[]) => import('node:http').ServerResponse} */ (response.writeHead.bind(response))
  response.writeHead = (/** @type {unknown[]} */ ...args) => {
    if (!response.headersSent) for (const [name, value] of all) if (!response.hasHeader(name)) response.setHeader(name, value)
    return writeHead(...args)
  }
}
