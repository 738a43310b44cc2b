import { expect, test } from 'vitest'
import { maxBody, readBody } from './read-body.ts'

const request = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://localhost/api/v1/events', { method: 'POST', body, headers })
const code = (error: { code: string }) => error.code

test.each(['gzip', 'br', 'deflate', 'zstd', 'identity, gzip', 'x'])('a Content-Encoding of %s is refused', async (encoding) => {
  expect(await readBody(request('{}', { 'content-encoding': encoding })).catch(code)).toBe('unsupported_encoding')
})

test.each(['identity', ' Identity ', ''])('a Content-Encoding of %j counts as no encoding', async (encoding) => {
  const { bytes, release } = await readBody(request('{}', { 'content-encoding': encoding }))
  expect(Buffer.from(bytes).toString()).toBe('{}')
  release()
})

test('every fault of a body has its problem, and the one for lack of memory has Retry-After', async () => {
  const failing = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('aborted')) })
  const broken = new Request('http://localhost', { method: 'POST', body: failing, duplex: 'half' } as RequestInit)
  expect(await readBody(broken).catch(code)).toBe('body_incomplete')
  expect(await readBody(request(Buffer.alloc(maxBody + 1))).catch(code)).toBe('too_large')
  const held = await Promise.all(Array.from({ length: 16 }, () => readBody(request(Buffer.alloc(maxBody)))))
  const refused = await readBody(request('x')).catch((error: { code: string; more: object }) => [error.code, error.more])
  expect(refused).toEqual(['unavailable', { headers: { 'retry-after': '1' } }])
  held.forEach(({ release }) => release())
})
