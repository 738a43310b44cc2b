import { expect, test } from 'vitest'
import { errorCode, isPassing, UnknownOutcome } from './errors.ts'

const coded = (code: unknown, cause?: unknown) => Object.assign(new Error('x', { cause }), { code })
const wrapped = (cause: unknown) => new Error('Failed query', { cause })

test('the code of an error is its own, or that of its nearest cause that has one', () => {
  expect(errorCode(coded('40001'))).toBe('40001')
  expect(errorCode(wrapped(wrapped(coded('40P01'))))).toBe('40P01')
  expect(errorCode(coded('23505', coded('40001')))).toBe('23505')
  expect(errorCode(coded(20, coded('57014')))).toBe('57014')
})

test('what has no code has none, whatever was thrown', () => {
  const circle = wrapped(undefined)
  circle.cause = circle
  expect([new Error('x'), 'x', null, undefined, 7, wrapped('40001'), circle].map(errorCode)).toEqual(Array(7).fill(''))
})

test('a lost COMMIT and a wrapped loss of the connection may work in a moment, a wrapped bug may not', () => {
  expect(isPassing(new UnknownOutcome('x', { cause: coded('23514') }))).toBe(true)
  expect(isPassing(wrapped(coded('08006')))).toBe(true)
  expect(isPassing(wrapped(coded('23514')))).toBe(false)
})
