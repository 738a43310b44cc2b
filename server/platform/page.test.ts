import { expect, test } from 'vitest'
import { pageOf } from './page.ts'

test('of a page of two, of which three were read, the third is left out, or going back the first', () => {
  expect(pageOf(['a', 'b', 'c'], 2, false)).toEqual({ shown: ['a', 'b'], more: true })
  expect(pageOf(['a', 'b', 'c'], 2, true)).toEqual({ shown: ['b', 'c'], more: true })
})

test('where no more were read than it shows it is the last one, either way', () => {
  for (const back of [true, false]) expect(pageOf(['a', 'b'], 2, back)).toEqual({ shown: ['a', 'b'], more: false })
  expect(pageOf([], 2, false)).toEqual({ shown: [], more: false })
})
