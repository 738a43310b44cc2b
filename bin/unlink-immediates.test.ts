import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, expect, test } from 'vitest'
import { promisify } from 'node:util'
import { collect } from '#db/test/collect.ts'
import { unlinkImmediates } from './unlink-immediates.js'

const plain = globalThis.setImmediate
afterEach(() => void (globalThis.setImmediate = plain))

/** Runs immediates of fifty requests; returns how many, besides the first, are still in memory while the first is retained. */
async function heldBehindTheFirst(): Promise<number> {
  const requests = new AsyncLocalStorage<object>()
  const made: WeakRef<object>[] = []
  const first = await new Promise<NodeJS.Immediate>((done) => {
    const immediates = Array.from({ length: 50 }, (_, n) => {
      const request = { page: n }
      made.push(new WeakRef(request))
      return requests.run(request, () => setImmediate(() => n === 49 && done(immediates[0] as NodeJS.Immediate)))
    })
  })
  await collect()
  expect(first.hasRef()).toBe(false) // keeps `first` alive until here
  return made.slice(1).filter((request) => request.deref() !== undefined).length
}

test('a retained immediate does not retain those that ran after it', async () => {
  expect(await heldBehindTheFirst()).toBeGreaterThan(40) // Node's default: once Node fixes it, unlinkImmediates can go
  unlinkImmediates()
  expect(await heldBehindTheFirst()).toBeLessThanOrEqual(2)
})

test('immediates run in order, with their arguments, also promisified, and can be cleared', async () => {
  unlinkImmediates()
  const ran: string[] = []
  setImmediate((name: string) => ran.push(name), 'one')
  const cleared = setImmediate(() => ran.push('never'))
  setImmediate(() => (ran.push('two'), setImmediate(() => ran.push('four'))))
  clearImmediate(cleared)
  ran.push(await promisify(setImmediate)('three'))
  await promisify(setImmediate)()
  expect(ran).toEqual(['one', 'two', 'three', 'four'])
})
