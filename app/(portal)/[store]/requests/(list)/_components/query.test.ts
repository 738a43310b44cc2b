import { expect, test } from 'vitest'
import { placeOf } from './query.ts'

const id = '0b9c1f7e-6a51-4d0e-9c3f-2f3f1d2b4a5c'

test.each([
  [{ at: id }, { at: id }],
  [{ next: id }, { next: id }],
  [{ previous: id, asked: '' }, { previous: id }],
  [{}, null],
  [{ at: 'first' }, null],
  [{ next: [id, id] }, null],
])('%j begins at %j', (search, place) => {
  expect(placeOf(search)).toEqual(place)
})
