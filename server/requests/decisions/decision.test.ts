import { expect, test } from 'vitest'
import { happened } from '#server/orders/index.ts'
import { hashOf, type Proposal } from '#server/proposals/index.ts'
import {
  contentOf,
  needsTwoPeople,
  type RequestFacts,
  waitingProposal,
  whyNotCheck,
  whyNotConfirm,
  whyNotDecide,
  whyNotGrant,
} from './decision.ts'

const { shipped, released, held, cancelled } = happened
const [maker, checker, noon, hour] = [1, 2, 1_000_000_000, 3_600_000]
const granted = { decision: 'granted', reason: null, remark: null } as const
const facts: RequestFacts = {
  id: 'r',
  decision: null,
  isOwn: false,
  currency: 'USD',
  line: { state: shipped, pending: 120_450n },
  twoPeopleAbove: 100_000n,
  proposal: null,
  mayMakerDecide: true,
}
const content = contentOf(facts, granted)
const proposal: Proposal = {
  id: 'p',
  purpose: 'release_decision',
  subject: 'r',
  content,
  hash: hashOf(content),
  maker,
  makerName: 'Su Min',
  madeAt: noon,
  beneficiary: 9,
  expiresAt: noon + hour,
  state: 'open',
  checker: null,
  checkerName: null,
  remark: null,
  endedAt: null,
}

test('two people decide above the amount: 1,000.01 of 1,000.00, not 1,000.00, and any amount of a currency without a limit', () => {
  const needs = (pending: bigint, twoPeopleAbove: bigint | null) => needsTwoPeople({ line: { state: shipped, pending }, twoPeopleAbove })
  expect([needs(100_001n, 100_000n), needs(100_000n, 100_000n), needs(1n, null), needs(0n, null)]).toEqual([true, false, true, false])
})

test('an undecided request can be decided on, once, by somebody of no store of theirs, while nobody waits for a second person', () => {
  expect(whyNotDecide(facts, true, noon)).toBeNull()
  expect(whyNotDecide(facts, false, noon)).toBe('not_allowed')
  expect(whyNotDecide({ ...facts, decision: 'declined' }, false, noon)).toBe('decided')
  expect(whyNotDecide({ ...facts, isOwn: true }, true, noon)).toBe('own_store')
  expect(whyNotDecide({ ...facts, proposal }, true, noon)).toBe('already_proposed')
  expect(whyNotDecide({ ...facts, proposal }, true, noon + hour)).toBeNull() // its time is over
  expect(waitingProposal({ ...facts, proposal }, noon + hour)).toBeNull()
})

test.each([
  [null, shipped, 1n],
  ['cancelled', cancelled, 0n],
  ['released', shipped | released, 0n],
  ['held', shipped | held, 0n],
  ['not_shipped', 0, 1n],
  ['nothing_pending', shipped, 0n],
] as const)('granting: %s', (reason, state, pending) => {
  expect(whyNotGrant({ line: { state, pending } })).toBe(reason)
})

test('the second person is another one, may, is of another store, and comes in time', () => {
  const proposed = { ...facts, proposal }
  expect(whyNotCheck(proposed, checker, true, noon)).toBeNull()
  expect(whyNotCheck(proposed, checker, false, noon)).toBe('not_allowed')
  expect(whyNotCheck(proposed, maker, true, noon)).toBe('own_proposal')
  expect(whyNotCheck({ ...proposed, isOwn: true }, checker, true, noon)).toBe('own_store')
  expect(whyNotCheck(proposed, 9, true, noon)).toBe('beneficiary')
  expect(whyNotCheck(proposed, checker, true, noon + hour)).toBe('expired')
  expect(whyNotCheck({ ...proposed, proposal: { ...proposal, state: 'withdrawn' } }, checker, true, noon)).toBe('ended')
  expect(whyNotCheck({ ...proposed, decision: 'granted' }, checker, true, noon)).toBe('decided')
  expect(whyNotCheck(facts, checker, true, noon)).toBe('ended')
})

test('it can only be sent back after a refund of 0.01, once the order was released or held, and when its maker may no longer decide', () => {
  const proposed = { ...facts, proposal }
  expect(whyNotConfirm(proposed)).toBeNull()
  expect(whyNotConfirm(facts)).toBeNull() // nothing was proposed
  expect(whyNotConfirm({ ...proposed, line: { state: shipped, pending: 120_449n } })).toBe('changed')
  expect(whyNotConfirm({ ...proposed, line: { state: shipped | released, pending: 0n } })).toBe('released')
  expect(whyNotConfirm({ ...proposed, line: { state: shipped | held, pending: 120_450n } })).toBe('held')
  expect(whyNotConfirm({ ...proposed, mayMakerDecide: false })).toBe('maker_left')
})

test('declining needs no order that can be granted, only the same amount', () => {
  const declined = contentOf(facts, { decision: 'declined', reason: 'no_longer_needed', remark: null })
  const proposed = { ...facts, proposal: { ...proposal, content: declined, hash: hashOf(declined) } }
  expect(whyNotConfirm({ ...proposed, line: { state: cancelled, pending: 120_450n } })).toBeNull()
  expect(whyNotConfirm({ ...proposed, line: { state: cancelled, pending: 0n } })).toBe('changed')
})
