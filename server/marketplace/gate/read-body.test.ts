import { expect, test } from 'vitest'
import { maxBody, readBody } from './read-body.ts'

/** A body that arrives piece by piece, and says how many pieces were asked for. */
function dripping(pieces: number, size: number, pause = 0) {
  const pulled = { count: 0 }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (pause) await new Promise((done) => setTimeout(done, pause))
      if (pulled.count++ >= pieces) controller.close()
      else controller.enqueue(new Uint8Array(size).fill(32))
    },
  })
  const request = new Request('http://localhost/api/v1/events', { method: 'POST', body, duplex: 'half' } as RequestInit & {
    duplex: 'half'
  })
  return { request, pulled }
}

const code = (error: { code: string }) => error.code

test('gives the very bytes, in one piece or in many', async () => {
  const whole = await readBody(new Request('http://localhost', { method: 'POST', body: Buffer.from([0, 255, 254]) }))
  expect([...whole.bytes]).toEqual([0, 255, 254])
  whole.giveBack()
  const many = await readBody(dripping(10, 1000).request)
  expect(many.bytes).toHaveLength(10_000)
  many.giveBack()
  const none = await readBody(new Request('http://localhost', { method: 'POST' }))
  expect(none.bytes).toHaveLength(0)
  none.giveBack()
})

test('stops reading once it is too large, announced or not', async () => {
  const { request, pulled } = dripping(1000, 1024 * 1024)
  expect(await readBody(request).catch(code)).toBe('too_large')
  expect(pulled.count).toBeLessThan(8)
  const announced = new Request('http://localhost', { method: 'POST', body: 'x', headers: { 'content-length': String(maxBody + 1) } })
  expect(await readBody(announced).catch(code)).toBe('too_large')
  expect(announced.bodyUsed).toBe(false)
})

test('waits so long and no longer, and gives the room back', async () => {
  for (let n = 0; n < 40; n++) expect(await readBody(dripping(1000, 1, 5).request, 10).catch(code)).toBe('body_timeout')
})
