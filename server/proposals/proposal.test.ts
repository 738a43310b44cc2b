import { expect, test } from 'vitest'
import { canonicalOf, hashOf } from './content.ts'
import { type Ending, isExpired, type Proposal, whyNotEnd } from './proposal.ts'

const [maker, checker, beneficiary, hour] = [1, 2, 3, 3_600_000]
const content = { decision: 'granted', amount: '120450', reason: null }
const hash = hashOf(content)
const open: Proposal = {
  id: 'p',
  purpose: 'release_decision',
  subject: 'r',
  content,
  hash,
  maker,
  makerName: 'Su Min',
  madeAt: 0,
  beneficiary,
  expiresAt: 72 * hour,
  state: 'open',
  checker: null,
  checkerName: null,
  remark: null,
  endedAt: null,
}

test('a content has one text and one hash, whichever order it was written in, and another amount has another', () => {
  expect(canonicalOf(content)).toBe('{"amount":"120450","decision":"granted","reason":null}')
  expect(hashOf({ reason: null, amount: '120450', decision: 'granted' })).toBe(hash)
  expect(hashOf({ ...content, amount: '120451' })).not.toBe(hash)
})

test.each<[Ending, number]>([
  [{ to: 'approved', by: checker, hash }, 72 * hour - 1],
  [{ to: 'declined', by: checker }, 0],
  [{ to: 'withdrawn', by: maker }, hour],
])('an open proposal of 72 hours is ended by %o at %d ms', (ending, at) => {
  expect(whyNotEnd(open, ending, at)).toBeNull()
  for (const state of ['approved', 'declined', 'expired', 'withdrawn'] as const)
    expect([state, whyNotEnd({ ...open, state }, ending, at)]).toEqual([state, 'ended'])
})

test('it expires after 72 hours, not a millisecond before', () => {
  expect([isExpired(open, 72 * hour - 1), isExpired(open, 72 * hour)]).toEqual([false, true])
})

test.each<[string, Ending, number]>([
  ['own_proposal', { to: 'approved', by: maker, hash }, hour],
  ['own_proposal', { to: 'declined', by: maker }, hour],
  ['beneficiary', { to: 'approved', by: beneficiary, hash }, hour],
  ['beneficiary', { to: 'declined', by: beneficiary }, hour],
  ['other_content', { to: 'approved', by: checker, hash: hashOf({}) }, hour],
  ['not_maker', { to: 'withdrawn', by: checker }, hour],
  ['expired', { to: 'approved', by: checker, hash }, 72 * hour],
  ['expired', { to: 'declined', by: checker }, 72 * hour],
  ['expired', { to: 'withdrawn', by: maker }, 72 * hour],
])('%s: it is not ended by %o at %d ms', (reason, ending, at) => {
  expect(whyNotEnd(open, ending, at)).toBe(reason)
})
