import { expect, test } from 'vitest'
import { type CaseFacts, countReasons, whyNotDecide, whyNotTake } from './case.ts'

const [me, other, now] = [1, 2, 1_000_000]
const free: CaseFacts = { state: 'submitted', isOwn: false, takenBy: null, takenUntil: null }
const mine = { ...free, takenBy: me, takenUntil: now + 1 }
const theirs = { ...free, takenBy: other, takenUntil: now + 1 }

test.each([
  ['nobody has it', free, true, null, 'not_taken'],
  ['the person has it', mine, true, null, null],
  ['the person’s time is over', { ...mine, takenUntil: now }, true, null, 'not_taken'],
  ['somebody else has it', theirs, true, 'taken', 'taken'],
  ['somebody else’s time is over', { ...theirs, takenUntil: now }, true, null, 'not_taken'],
  ['it was decided', { ...mine, state: 'approved' }, true, 'decided', 'decided'],
  ['the role only reads', mine, false, 'not_allowed', 'not_allowed'],
  ['the store is the person’s own', { ...mine, isOwn: true }, true, 'own_store', 'own_store'],
] as const)('a case is taken and decided, or not: %s', (_why, facts, may, take, decide) => {
  expect([whyNotTake(facts, me, may, now), whyNotDecide(facts, me, may, now)]).toEqual([take, decide])
})

test('refused items are counted, fields and pictures', () => {
  expect(countReasons({ fields: { name: 'differs' }, pages: { front: 'cropped', back: 'unreadable' } })).toBe(3)
})
