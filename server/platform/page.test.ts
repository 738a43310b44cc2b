import { expect, test } from 'vitest'
import { pageOf, shownOf } from './page.ts'

const same = (key: string) => key

test('three rows of a page of two: the third says that there are further ones, read forwards or back', () => {
  expect(shownOf(['a', 'b', 'c'], 2, false)).toEqual({ shown: ['a', 'b'], more: true })
  expect(shownOf(['a', 'b', 'c'], 2, true)).toEqual({ shown: ['b', 'c'], more: true })
})

test('as many rows as a page has, or none, are all', () => {
  for (const back of [true, false]) expect(shownOf(['a', 'b'], 2, back)).toEqual({ shown: ['a', 'b'], more: false })
  expect(shownOf([], 2, false)).toEqual({ shown: [], more: false })
})

test.each([
  ['the first page of several', ['a', 'b', 'c'], null, [null, 'b']],
  ['the only page', ['a', 'b'], null, [null, null]],
  ['a page between', ['c', 'd', 'e'], { next: 'b' }, ['c', 'd']],
  ['the last page', ['c', 'd'], { next: 'b' }, ['c', null]],
  ['back, with more before', ['b', 'c', 'd'], { previous: 'e' }, ['c', 'd']],
  ['back at the beginning', ['a', 'b'], { previous: 'c' }, [null, 'b']],
  ['beyond the end', [], { next: 'z' }, [null, null]],
  ['before the beginning', [], { previous: 'a' }, [null, null]],
] as const)('%s', (_name, rows, place, [previous, next]) => {
  expect(pageOf<string>(rows, { limit: 2, place }, same)).toMatchObject({ previous, next })
})

test('a page that begins with a row itself is the first where nothing stands before that row', () => {
  const ends = (isFirst: boolean) => pageOf(['b', 'c', 'd'], { limit: 2, place: { at: 'b' }, isFirst }, same)
  expect([ends(true).previous, ends(false).previous, ends(true).next]).toEqual([null, 'b', 'c'])
})
