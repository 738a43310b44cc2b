import { expect, test } from 'vitest'
import { Lanes, Overloaded } from './lanes.ts'

const options = { lanes: 2, together: 4, most: 10, limit: 30 }

/** Lanes whose transactions wait to be let through; `batches` are those begun so far. */
function held(overrides: Partial<typeof options> = {}) {
  const batches: { items: number[]; end: (error?: Error) => void }[] = []
  const lanes = new Lanes<number, string>(
    { ...options, ...overrides },
    (items) =>
      new Promise((done, failed) => {
        batches.push({ items, end: (error) => (error ? failed(error) : done(items.map((item) => `booked ${item}`))) })
      }),
  )
  const submit = (...items: number[]) => lanes.submit(items, (item) => item)
  /** The nth transaction, once it has begun. */
  const begun = async (n: number) => {
    while (batches.length <= n) await turn()
    return batches[n] as (typeof batches)[number]
  }
  return { batches, submit, begun }
}
const turn = () => new Promise((done) => setImmediate(done))
const from = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n)

test('nothing to book is answered with nothing', async () => {
  expect(await held().submit()).toEqual([])
})

test('what is little goes together in one transaction, and each caller gets its own answers in its own order', async () => {
  const { submit, begun } = held()
  const answers = [submit(2, 1), submit(3)]
  const only = await begun(0)
  expect(new Set(only.items)).toEqual(new Set([1, 2, 3]))
  only.end()
  expect(await Promise.all(answers)).toEqual([['booked 2', 'booked 1'], ['booked 3']])
})

test('what comes meanwhile waits for the transaction under way, and goes together in the next', async () => {
  const { batches, submit, begun } = held()
  const first = submit(1)
  const under = await begun(0)
  const rest = [submit(2), submit(4), submit(6)]
  await turn()
  expect(batches).toHaveLength(1)
  under.end()
  await first
  const next = await begun(1)
  expect(next.items).toEqual([2, 4, 6])
  next.end()
  await Promise.all(rest)
})

test('what is much goes to both lanes at once, at most ten a transaction, each lane in the order given', async () => {
  const { batches, submit } = held()
  const answer = submit(...from(0, 24))
  const booked: number[][] = []
  for (let n = 0; n < 4; n++) {
    await turn()
    for (const batch of batches.splice(0)) {
      booked.push(batch.items)
      batch.end()
    }
  }
  expect(booked).toEqual([
    [0, 2, 4, 6, 8, 10, 12, 14, 16, 18],
    [1, 3, 5, 7, 9, 11, 13, 15, 17, 19],
    [20, 22, 21, 23],
  ])
  expect(await answer).toEqual(from(0, 24).map((item) => `booked ${item}`))
})

test('with thirty waiting the next is turned away and books nothing; once they are through it is welcome', async () => {
  const { submit, begun } = held({ most: 40 })
  const under = submit(0)
  await begun(0)
  const waiting = submit(...from(100, 30))
  await expect(submit(7)).rejects.toThrow(Overloaded)
  for (let n = 0; n < 3; n++) (await begun(n)).end() // then a transaction a lane
  await Promise.all([under, waiting])
  const again = submit(7)
  ;(await begun(3)).end()
  expect(await again).toEqual(['booked 7'])
})

test('a transaction that fails fails those who had something in it, and the lane goes on', async () => {
  const { submit, begun } = held()
  const unlucky = submit(1)
  const under = await begun(0)
  const next = submit(3)
  under.end(new Error('no disk'))
  await expect(unlucky).rejects.toThrow('no disk')
  ;(await begun(1)).end()
  expect(await next).toEqual(['booked 3'])
})

test('the items of one request that failed are booked apart; those of two are booked request by request first', async () => {
  const works: number[][] = []
  const aparts: number[][] = []
  const lanes = new Lanes<number, string>(
    { ...options, together: 10 },
    async (items) => {
      works.push(items)
      if (items.includes(2)) throw new Error('a bug')
      return items.map((item) => `booked ${item}`)
    },
    async (items, failure) => {
      aparts.push(items)
      if ((failure as Error).message !== 'a bug') throw failure
      return items.map((item) => `apart ${item}`)
    },
  )
  const answers = [lanes.submit([1], () => 0), lanes.submit([2, 3], () => 0)]
  expect(await Promise.all(answers)).toEqual([['booked 1'], ['apart 2', 'apart 3']])
  expect({ works, aparts }).toEqual({ works: [[1, 2, 3], [1], [2, 3]], aparts: [[2, 3]] })
})
