import { expect, test } from 'vitest'
import { causes, movementKinds, movementRules } from './movement-kind.ts'

test('codes are numbers of their own, and every cause has kinds', () => {
  expect(new Set(movementRules.map(({ code }) => code)).size).toBe(movementRules.length)
  expect(causes.filter((cause) => !movementRules.some((rule) => rule.cause === cause))).toEqual([])
})

test('what arrives in available from outside of events may repay debt instead, because no book has both', () => {
  const arriving = movementRules.filter(({ cause, routes }) => cause !== 'event' && routes.some(([, to]) => to === 'available'))
  expect(arriving.map(({ kind }) => kind)).toEqual([
    ...(['withdrawal_cancelled', 'withdrawal_returned', 'conversion_in', 'adjustment_credit', 'case_unfrozen'] as const),
  ])
  for (const { routes } of arriving)
    expect(routes.map(([from, to]) => [from === routes[0]?.[0], to])).toEqual([
      [true, 'available'],
      [true, 'debt'],
    ])
})

test('money that a seller owns leaves only by a person’s act or a bank’s answer to one', () => {
  expect(movementRules.filter(({ cause, posters }) => cause === 'event' && posters.some((poster) => poster !== 'batch'))).toEqual([])
  expect(movementKinds.withdrawal_requested.posters).toEqual(['seller'])
  expect(movementRules.filter(({ posters }) => posters.includes('seller')).map(({ kind }) => kind)).toEqual([
    ...(['withdrawal_requested', 'withdrawal_cancelled', 'conversion_out', 'conversion_in', 'conversion_fee'] as const),
  ])
})
