import { expect, test } from 'vitest'
import { messagesOf } from '#server/messages/messages.ts'
import { formProblemOf, isGeneral, listProblemOf } from './problem.ts'

const { requests, errors } = messagesOf('en')

test('every sentence of the form and of the list can be named by its address', () => {
  for (const problem of Object.keys(requests.problems)) expect(formProblemOf(problem)).toBe(problem)
  for (const problem of Object.keys(requests.listProblems)) expect(listProblemOf(problem)).toBe(problem)
})

test.each(['ended', 'internal', 'ask_not_allowed', 'order_not_found', 'not_found', 'not_allowed', 'foreign_origin', 'unavailable'])(
  'the list has a sentence for %s',
  (named) => {
    const problem = listProblemOf(named)
    if (!problem) throw new Error('no sentence')
    expect(isGeneral(problem) ? errors[problem] : requests.listProblems[problem]).toMatch(/\.$/)
  },
)

test('an address that names something else, or two problems, says nothing', () => {
  for (const named of ['<script>', '', undefined, ['ended', 'internal'], 'constructor'])
    expect([formProblemOf(named), listProblemOf(named)]).toEqual([undefined, undefined])
  expect(listProblemOf('too_many')).toBeUndefined()
})
