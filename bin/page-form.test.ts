import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { faultOfPageForm, isPageForm } from './page-form.js'

/** Sends a body in pieces; returns the form check's status and the text that the handler behind it read. */
async function through(headers: Record<string, string>, pieces: readonly string[]): Promise<{ status: number; read: string }> {
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const fault = await faultOfPageForm(request)
    let read = ''
    for await (const piece of request.setEncoding('utf8')) read += piece
    response.writeHead(fault?.status ?? 200).end(read)
  }
  const server = http.createServer((request, response) => void answer(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    return await new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo
      const request = http.request({ host: '127.0.0.1', port, method: 'POST', headers, agent: false }, (response) => {
        let read = ''
        response.setEncoding('utf8').on('data', (piece: string) => (read += piece))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, read }))
      })
      request.on('error', reject)
      void (async () => {
        for (const piece of pieces) {
          request.write(piece)
          await setImmediate()
        }
        request.end()
      })()
    })
  } finally {
    server.close()
  }
}

const multipart = { 'content-type': 'multipart/form-data; boundary=b' }
const part = '--b\r\ncontent-disposition: form-data; name="theme"\r\n\r\ndark\r\n'
const action = '0a'.repeat(21)

test('a valid form reaches its handler unchanged, in any number of chunks', async () => {
  for (const pieces of [[`${part}--b--\r\n`], [part.slice(0, 20), part.slice(20), '--b--\r\n']])
    expect(await through(multipart, pieces)).toEqual({ status: 200, read: `${part}--b--\r\n` })
  const text = { 'content-type': 'text/plain;charset=UTF-8', 'next-action': action }
  expect(await through(text, ['[{"a":1},', '"$K1"]'])).toEqual({ status: 200, read: '[{"a":1},"$K1"]' })
  expect(await through({ 'content-type': 'text/plain' }, ['anything'])).toEqual({ status: 200, read: 'anything' })
})

test('a malformed form is refused, where Next would fail', async () => {
  const wrong: [Record<string, string>, string][] = [
    [multipart, 'no parts at all'],
    [multipart, part],
    [{ 'content-type': 'multipart/form-data' }, `${part}--b--\r\n`],
    [{ ...multipart, 'next-action': 'x' }, `${part}--b--\r\n`],
    [{ 'content-type': 'text/plain', 'next-action': action }, '{'],
    [{ 'content-type': 'text/plain', 'next-action': action }, ''],
  ]
  for (const [headers, body] of wrong) expect((await through(headers, [body])).status, JSON.stringify([headers, body])).toBe(400)
})

test('only POSTs to pages are checked', () => {
  const is = (method: string, url: string) => isPageForm({ method, url } as http.IncomingMessage)
  expect([is('POST', '/'), is('POST', '/settings'), is('GET', '/'), is('POST', '/api/trpc/x'), is('POST', '/_next/x')]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
