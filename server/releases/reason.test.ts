import { expect, test } from 'vitest'
import { happened, holdReasonCode } from '#server/orders/index.ts'
import { actsNext, reasonOf, reasonRules, type Wait } from './reason.ts'

const { shipped, delivered, confirmed, released, held } = happened
const pending = (state: number, late = false): Wait => ({ bucket: 'pending', state, holdReason: null, late })

test.each([
  [0, 'shipment'],
  [shipped, 'delivery'],
  [confirmed, 'delivery'],
  [shipped | confirmed, 'delivery'],
  [delivered, 'protection'],
  [shipped | delivered, 'protection'],
  [delivered | confirmed, 'releasing'],
  [shipped | delivered | confirmed, 'releasing'],
])('a line of state %i whose money is pending waits for %s', (state, reason) => {
  expect(reasonOf(pending(state))).toBe(reason)
})

test('once its day is over it is overdue, whatever it waited for; but what nobody shipped is still to be shipped', () => {
  for (const state of [shipped, confirmed, delivered, shipped | delivered, shipped | delivered | confirmed])
    expect(reasonOf(pending(state, true)), String(state)).toBe('overdue')
  expect(reasonOf(pending(0, true))).toBe('shipment')
})

test.each(['dispute', 'risk', 'legal', 'other'] as const)(
  'a line that is held for %s says so, whatever happened to it before and however late it is',
  (reason) => {
    const wait = { bucket: 'frozen', holdReason: holdReasonCode[reason] } as const
    expect(reasonOf({ ...wait, state: shipped | held, late: false })).toBe(reason)
    expect(reasonOf({ ...wait, state: delivered | confirmed | held, late: true })).toBe(reason)
  },
)

test('a hold that nobody gave a reason for is one of the marketplace’s own', () => {
  expect(reasonOf({ bucket: 'frozen', state: held, holdReason: null, late: false })).toBe('other')
})

test('a margin waits for its return, also of a line in dispute and after its day', () => {
  expect(reasonOf({ bucket: 'reserve', state: shipped | released, holdReason: null, late: true })).toBe('margin')
  expect(reasonOf({ bucket: 'reserve', state: released | held, holdReason: 1, late: false })).toBe('margin')
})

test('each of the 64 states with money in one bucket has exactly one reason of that bucket, late or not, and someone who acts', () => {
  for (let state = 0; state < 64; state++)
    for (const bucket of ['pending', 'frozen', 'reserve'] as const)
      for (const late of [true, false]) {
        const reason = reasonOf({ bucket, state, holdReason: null, late })
        expect(reasonRules.find((rule) => rule.reason === reason)?.bucket, `${state} ${bucket} ${late}`).toBe(bucket)
        expect(actsNext[reason]).toBeTruthy()
      }
})
