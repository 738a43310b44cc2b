import { expect, test } from 'vitest'
import { happened } from '#server/orders/index.ts'
import { type AskReason, type LineForRequest, whyNotAsk } from './request.ts'

const { shipped, delivered, released, held, cancelled } = happened
const open: LineForRequest = { state: shipped, pending: 1_204_50n, request: null }
const asked = { id: 'r', askedAt: 1, decision: null, reason: null, decidedAt: null }

test('a shipped line that waits for its day can be asked for, also again after a decision', () => {
  expect(whyNotAsk(open)).toBeNull()
  expect(whyNotAsk({ ...open, request: { ...asked, decision: 'declined', reason: 'other', decidedAt: 2 } })).toBeNull()
})

test.each<[AskReason, Partial<LineForRequest>]>([
  ['cancelled', { state: cancelled | held }],
  ['released', { state: shipped | released, pending: 0n }],
  ['held', { state: shipped | held, pending: 0n }],
  ['not_shipped', { state: delivered }],
  ['nothing_pending', { pending: 0n }],
  ['already_asked', { request: asked }],
])('not where it is %s', (reason, facts) => {
  expect(whyNotAsk({ ...open, ...facts })).toBe(reason)
})
