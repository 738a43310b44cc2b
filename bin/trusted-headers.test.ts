import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { setTrustedHeaders } from './trusted-headers.js'

function after(headers: IncomingHttpHeaders, portal = 'https://funds.example'): IncomingHttpHeaders {
  const request = { headers, socket: { remoteAddress: '192.0.2.7' } } as IncomingMessage
  setTrustedHeaders(request, new URL(portal))
  return request.headers
}

test('the client’s own address is last in X-Forwarded-For, whatever the client sent', () => {
  expect(after({})['x-forwarded-for']).toBe('192.0.2.7')
  expect(after({ 'x-forwarded-for': '127.0.0.1' })['x-forwarded-for']).toBe('127.0.0.1, 192.0.2.7')
})

test('host and protocol are those of PORTAL_URL', () => {
  const headers = after({ host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', 'x-forwarded-port': '1' })
  expect(headers).toMatchObject({ 'x-forwarded-host': 'funds.example', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' })
  expect(after({}, 'http://localhost:3000')['x-forwarded-port']).toBe('3000')
})

test('Next’s internal headers are removed from requests', () => {
  expect(Object.keys(after({ 'x-middleware-subrequest': 'proxy:proxy', 'next-resume': '1', 'x-nextjs-data': '1', accept: '*/*' }))).toEqual(
    ['accept', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'],
  )
})
