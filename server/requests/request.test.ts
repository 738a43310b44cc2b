import { expect, test } from 'vitest'
import { type AskReason, type LineForRequest, whyNotAsk } from './request.ts'

const open: LineForRequest = { shipped: true, held: false, cancelled: false, released: false, pending: 1_204_50n, asked: false }

test('a shipped line that waits for its day can be asked for', () => {
  expect(whyNotAsk(open)).toBeNull()
})

test.each<[AskReason, Partial<LineForRequest>]>([
  ['cancelled', { cancelled: true, held: true }],
  ['released', { released: true, pending: 0n }],
  ['held', { held: true, pending: 0n }],
  ['not_shipped', { shipped: false }],
  ['nothing_pending', { pending: 0n }],
  ['already_asked', { asked: true }],
])('not where it is %s', (reason, facts) => {
  expect(whyNotAsk({ ...open, ...facts })).toBe(reason)
})
