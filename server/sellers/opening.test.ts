import { describe, expect, test } from 'vitest'
import { type OpeningFacts, whyNotOpen, whyNotYet } from './opening.ts'

const ready: OpeningFacts = { owner: true, closed: false, opened: false, emailConfirmed: true, secondFactor: true }

describe('an account is opened once everything is there', () => {
  test('owner, confirmed e-mail, second factor and the terms in force', () => {
    expect(whyNotYet(ready)).toBe(null)
    expect(whyNotOpen(ready, '2026-11', '2026-11')).toBe(null)
  })

  test.each([
    ['already_open', { opened: true }],
    ['closed', { closed: true }],
    ['not_owner', { owner: false }],
    ['email_not_confirmed', { emailConfirmed: false }],
    ['second_factor_missing', { secondFactor: false }],
  ] as const)('%s', (reason, fact) => {
    expect(whyNotOpen({ ...ready, ...fact }, '2026-11', '2026-11')).toBe(reason)
  })

  test('no terms, or older ones', () => {
    expect(whyNotOpen(ready, null, '2026-11')).toBe('terms_not_accepted')
    expect(whyNotOpen(ready, '2025-01', '2026-11')).toBe('terms_outdated')
  })

  test('of several reasons the one that comes first is told', () => {
    expect(whyNotYet({ ...ready, emailConfirmed: false, secondFactor: false })).toBe('email_not_confirmed')
    expect(whyNotYet({ owner: false, closed: true, opened: true, emailConfirmed: false, secondFactor: false })).toBe('already_open')
  })
})
