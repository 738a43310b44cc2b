import { expect, test } from 'vitest'
import { discardBody, held, maxHeldBodies, readBody } from './read-body.ts'

const maxBytes = 4 * 1024 * 1024

/** A chunked body that arrives piece by piece; tells how many pieces were asked for, and whether its sender was cut off. */
function chunked(pieces: number, size: number, pauseMs = 0, headers: Record<string, string> = {}) {
  const sent = { pieces: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (pauseMs) await new Promise((done) => setTimeout(done, pauseMs))
      if (sent.pieces >= pieces) controller.close()
      else {
        sent.pieces++
        controller.enqueue(new Uint8Array(size).fill(32))
      }
    },
    cancel: () => void (sent.cancelled = true),
  })
  const request = new Request('http://localhost', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
  return { request, sent }
}

const fault = (error: { fault: string }) => error.fault
const until = async (true_: () => boolean) => {
  while (!true_()) await new Promise((done) => setTimeout(done, 1))
}

test('gives the very bytes, in one piece or in many, announced or not', async () => {
  const whole = await readBody(new Request('http://localhost', { method: 'POST', body: Buffer.from([0, 255, 254]) }), { maxBytes })
  expect([...whole.bytes]).toEqual([0, 255, 254])
  const many = await readBody(chunked(10, 1000).request, { maxBytes })
  expect(many.bytes).toHaveLength(10_000)
  const none = await readBody(new Request('http://localhost', { method: 'POST' }), { maxBytes })
  expect(none.bytes).toHaveLength(0)
  expect(held()).toEqual({ bytes: 10_003, bodies: 3 })
  for (const { release } of [whole, many, none]) release()
  expect(held()).toEqual({ bytes: 0, bodies: 0 })
})

test('a body counts as what was received of it, not as what it may become', async () => {
  const slow = Array.from({ length: 64 }, () => chunked(2, 100, 20))
  const bodies = slow.map(({ request }) => readBody(request, { maxBytes }))
  await until(() => slow.every(({ sent }) => sent.pieces > 0))
  expect(held().bytes).toBeLessThanOrEqual(64 * 200)
  for (const { release } of await Promise.all(bodies)) release()
  const announced = chunked(1, 10, 20, { 'content-length': String(maxBytes) })
  const body = readBody(announced.request, { maxBytes })
  await until(() => announced.sent.pieces > 0)
  expect(held().bytes).toBeLessThanOrEqual(10)
  await body.then(({ release }) => release())
})

test('one that is too large is refused as soon as that is known, and its sender is not cut off', async () => {
  const large = chunked(12, 1024 * 1024)
  expect(await readBody(large.request, { maxBytes }).catch(fault)).toBe('too_large')
  expect(large.sent.pieces).toBeLessThan(8)
  await until(() => large.sent.pieces === 12)
  expect(large.sent.cancelled).toBe(false)
  const announced = chunked(12, 1024 * 1024, 0, { 'content-length': String(maxBytes + 1) })
  expect(await readBody(announced.request, { maxBytes }).catch(fault)).toBe('too_large')
  await until(() => announced.sent.pieces === 12)
  expect(held()).toEqual({ bytes: 0, bodies: 0 })
})

test('one that never ends is cut off in the end', async () => {
  const endless = chunked(Number.POSITIVE_INFINITY, 8 * 1024 * 1024)
  expect(await readBody(endless.request, { maxBytes }).catch(fault)).toBe('too_large')
  await until(() => endless.sent.cancelled)
  expect(endless.sent.pieces).toBeLessThan(16)
})

test('one that is too slow is refused in time, and gives its room back', async () => {
  for (let n = 0; n < 40; n++) expect(await readBody(chunked(100, 1, 5).request, { maxBytes, timeoutMs: 10 }).catch(fault)).toBe('too_slow')
  expect(held()).toEqual({ bytes: 0, bodies: 0 })
})

test('bodies together have an end, in bytes and in number, and room that was given back is there again', async () => {
  const large = await Promise.all(Array.from({ length: 16 }, () => readBody(chunked(4, maxBytes / 4).request, { maxBytes })))
  expect(await readBody(chunked(1, 1).request, { maxBytes }).catch(fault)).toBe('no_room')
  for (const { release } of large) release()
  const small = await Promise.all(Array.from({ length: maxHeldBodies }, () => readBody(chunked(1, 1).request, { maxBytes })))
  expect(await readBody(chunked(1, 1).request, { maxBytes }).catch(fault)).toBe('no_room')
  for (const { release } of small) release()
  await readBody(chunked(1, 1).request, { maxBytes }).then(({ release }) => release())
  expect(held()).toEqual({ bytes: 0, bodies: 0 })
})

test('a sender that goes away is no bug, and a body that nobody wants is read to its end', async () => {
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('aborted')) })
  const broken = new Request('http://localhost', { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect(await readBody(broken, { maxBytes }).catch(fault)).toBe('incomplete')
  const unwanted = chunked(5, 1000)
  discardBody(unwanted.request)
  await until(() => unwanted.sent.pieces === 5)
  expect(unwanted.sent.cancelled).toBe(false)
})
