import { TRPCError } from '@trpc/server'
import { expect, test, vi } from 'vitest'
import { Refusal, UnknownOutcome } from '#server/platform/errors.ts'
import { answerRefused, storeNamedIn } from './page-answer.ts'

vi.stubEnv('DATABASE_URL', 'postgres://nowhere')
vi.stubEnv('PORTAL_SECRET', 'a secret of the test that is long enough')
vi.stubEnv('PORTAL_URL', 'https://funds.example')

const asked = (error: unknown, accept: string) =>
  answerRefused(new Request('https://funds.example/api/x', { headers: { accept } }), error, (problem) => `/page?problem=${problem}`)
const browser = 'text/html,application/xhtml+xml,*/*;q=0.8'
/** What the driver throws while Postgres starts. */
const starting = Object.assign(new Error('the database system is starting up'), { code: '57P03' })
const refused = (code: 'not_allowed' | 'not_signed_in' | 'second_factor_needed') =>
  new TRPCError({ code: 'FORBIDDEN', cause: new Refusal(code) })

test.each([
  [refused('not_allowed'), '/page?problem=not_allowed'],
  [new Refusal('foreign_origin'), '/page?problem=foreign_origin'],
  [refused('not_signed_in'), '/sign-in?next=%2Fpage%3Fproblem%3Dended&error=ended'],
  [refused('second_factor_needed'), '/sign-in/second-factor?next=%2Fpage%3Fproblem%3Dended'],
  [new TRPCError({ code: 'BAD_REQUEST' }), '/page?problem=invalid_input'],
  [new TRPCError({ code: 'INTERNAL_SERVER_ERROR' }), '/page?problem=internal'],
  [starting, '/page?problem=unavailable'],
  [new UnknownOutcome('x', { cause: starting }), '/page?problem=outcome_unknown'],
  [Object.assign(new Error('x'), { code: '23514' }), '/page?problem=internal'],
])('a refused browser is redirected to a page: %s to %s', (error, page) => {
  const answer = asked(error, browser)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `https://funds.example${page}`])
})

test('a client that accepts no HTML gets the code, and a bug is thrown', async () => {
  const answer = asked(refused('not_allowed'), '*/*')
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'not_allowed' } }])
  const later = asked(starting, '*/*')
  expect([later.status, await later.json()]).toMatchObject([503, { error: { code: 'unavailable' } }])
  const bug = new TypeError('x is undefined')
  expect(() => asked(bug, 'application/json')).toThrow(bug)
})

test.each(['/evil.example', '/evil.example/2345678923', 'x; Domain=evil.example', '..', 'sign-in', ''])(
  'what is no store’s code becomes no part of an address: %j',
  (named) => {
    expect(storeNamedIn(new Request(`https://funds.example/api/proofs/x?store=${encodeURIComponent(named)}`))).toBe('')
  },
)

test('a store’s code does', () => {
  expect(storeNamedIn(new Request('https://funds.example/api/proofs/x?store=2345678923'))).toBe('2345678923')
})
