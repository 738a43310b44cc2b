import { expect, test } from 'vitest'
import type { ProposedDecision } from '#server/requests/index.ts'
import { type Done, doneIn } from './done.ts'

const newest = (...states: ProposedDecision['state'][]) => states.map((state) => ({ state }) as ProposedDecision)
const all: Done[] = ['granted', 'declined', 'proposed', 'sent_back', 'withdrawn']

test.each([
  ['granted', 'granted', newest()],
  ['declined', 'declined', newest('approved', 'declined')],
  ['proposed', null, newest('waiting', 'withdrawn')],
  ['sent_back', null, newest('declined', 'expired')],
  ['withdrawn', null, newest('withdrawn')],
  [null, null, newest('expired')],
  [null, null, newest()],
] as const)('of all that an address may say only %s is believed of a request that stands so', (done, decision, proposals) => {
  expect(all.filter((said) => doneIn({ decision, proposals }, said) !== null)).toEqual(done === null ? [] : [done])
  for (const said of [undefined, '', 'anything', ['granted']]) expect(doneIn({ decision, proposals }, said)).toBeNull()
})
