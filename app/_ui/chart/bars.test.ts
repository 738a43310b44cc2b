import { expect, test } from 'vitest'
import { heights } from './bars.tsx'

test('heights are thousandths of the highest bar: 250 and 750 of 1,000 minor units; a cent beside a fortune is still seen', () => {
  expect(heights([250n, 750n], 1_000n)).toEqual([250, 750])
  expect(heights([1n, 10n ** 15n - 1n], 10n ** 15n)).toEqual([12, 999])
  expect(heights([0n, 0n], 0n)).toEqual([0, 0])
})
