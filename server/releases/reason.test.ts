import { expect, test } from 'vitest'
import { happened, holdReasonCode } from '#server/orders/index.ts'
import { waitOf } from './reason.ts'

const { shipped, delivered, confirmed, released, held, cancelled } = happened
const nothing = { pending: 0n, frozen: 0n, reserve: 0n, holdReason: null }

test.each([
  [0, 'shipment'],
  [shipped, 'delivery'],
  [confirmed, 'delivery'],
  [shipped | confirmed, 'delivery'],
  [delivered, 'protection'],
  [shipped | delivered, 'protection'],
  [delivered | confirmed, 'processing'],
  [shipped | delivered | confirmed, 'processing'],
])('a line of state %i whose money is pending waits for %s', (state, reason) => {
  expect(waitOf({ ...nothing, state, pending: 1n })).toEqual({ bucket: 'pending', reason })
})

test.each(['dispute', 'risk', 'legal', 'other'] as const)(
  'a line that is held for %s says so, whatever happened to it before',
  (reason) => {
    const line = { ...nothing, frozen: 1n, holdReason: holdReasonCode[reason] }
    expect(waitOf({ ...line, state: shipped | held })).toEqual({ bucket: 'frozen', reason })
    expect(waitOf({ ...line, state: delivered | confirmed | held })).toEqual({ bucket: 'frozen', reason })
  },
)

test('a margin waits for its return; where no money is left nothing waits', () => {
  expect(waitOf({ ...nothing, state: shipped | released, reserve: 1n })).toEqual({ bucket: 'reserve', reason: 'margin' })
  expect(waitOf({ ...nothing, state: released })).toBe(null)
  expect(waitOf({ ...nothing, state: cancelled | held, holdReason: 1 })).toBe(null)
})

test('each of the 64 states with money in one bucket has exactly one reason of that bucket', () => {
  for (let state = 0; state < 64; state++) {
    for (const bucket of ['pending', 'frozen', 'reserve'] as const)
      expect(waitOf({ ...nothing, state, [bucket]: 1n })?.bucket, `${state} ${bucket}`).toBe(bucket)
  }
})
