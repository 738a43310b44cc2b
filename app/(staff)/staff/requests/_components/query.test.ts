import { expect, test } from 'vitest'
import { queryOf } from './query.ts'

const id = '2f1d6a34-8c1e-4b5f-9a77-0d5f3c2b1a00'

test.each([
  [{}, { show: 'open', place: null }],
  [{ show: 'waiting' }, { show: 'waiting', place: null }],
  [
    { show: 'decided', next: id },
    { show: 'decided', place: { next: id } },
  ],
  [{ previous: id }, { show: 'open', place: { previous: id } }],
  [
    { show: 'waiting', next: 'x' },
    { show: 'waiting', place: null },
  ],
  [
    { show: ['open', 'waiting'], next: [id] },
    { show: 'open', place: null },
  ],
  [{ show: 'elsewhere' }, { show: 'open', place: null }],
])('%o is %o', (search, query) => {
  expect(queryOf(search)).toEqual(query)
})
