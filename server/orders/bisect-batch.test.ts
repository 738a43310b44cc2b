import { expect, test } from 'vitest'
import { bisectBatch, EventFailed } from './bisect-batch.ts'

/** A table of what was booked, where some events are a bug and fail whatever they come with. */
function table(bugs: readonly number[], error: () => Error = () => new TypeError('a bug')) {
  const booked: number[] = []
  let calls = 0
  const book = async (items: readonly number[]) => {
    calls++
    if (items.some((item) => bugs.includes(item))) throw error()
    booked.push(...items)
    return items.map((item) => `booked ${item}`)
  }
  return { booked, book, calls: () => calls }
}
const items = Array.from({ length: 1000 }, (_, n) => n)
const apart = (book: (items: readonly number[]) => Promise<string[]>, failure: unknown = new TypeError('a bug')) =>
  bisectBatch(items, failure, (item) => `event-${item}`, book).catch((error: unknown) => error)

test('one failing event of a thousand is reported, and all others are booked in order', async () => {
  const { booked, book, calls } = table([617])
  const error = await apart(book)
  expect(error).toBeInstanceOf(EventFailed)
  expect(error).toMatchObject({ eventIds: ['event-617'], cause: new TypeError('a bug') })
  expect(booked).toEqual(items.filter((item) => item !== 617))
  expect(calls()).toBeLessThanOrEqual(20)
})

test('two failing events are both reported; if all fail, three are reported', async () => {
  expect(await apart(table([0, 999]).book)).toMatchObject({ eventIds: ['event-0', 'event-999'] })
  const { book, calls } = table(items)
  expect(await apart(book)).toMatchObject({ eventIds: ['event-0', 'event-1', 'event-2'] })
  expect(calls()).toBeLessThan(20)
})

test('a transient failure blames no event, neither first nor later', async () => {
  const lost = () => Object.assign(new Error('gone'), { code: 'ECONNRESET' })
  const { book, calls } = table([5], lost)
  expect(await apart(book, lost())).toMatchObject({ code: 'ECONNRESET' })
  expect(calls()).toBe(0)
  expect(await apart(book)).toMatchObject({ code: 'ECONNRESET' })
})

test('a failure that does not recur blames no event', async () => {
  expect(await apart(table([]).book)).toEqual(items.map((item) => `booked ${item}`))
})
