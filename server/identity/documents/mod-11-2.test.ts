import { expect, test } from 'vitest'
import { checkCharacter, hasValidCheckCharacter } from './mod-11-2.ts'

// Σ digit × weight (7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2), its remainder by 11, and that place of 10X98765432.
test.each([
  ['GB 11643 annex: 7+9+0+5+0+20+2+9+24+27+7+18+30+5+0+0+4 = 167, remainder 2', '11010519491231002', 'X'],
  ['GB 11643 annex: 28+36+0+25+16+16+2+8+48+0+0+9+0+5+0+0+2 = 195, remainder 8', '44052418800101001', '4'],
  ['321083: 21+18+10+0+64+12+2+9+42+24+7+18+10+30+16+4+2 = 289, remainder 3', '32108319781216211', '9'],
  ['Hong Kong residence permit: 56+9+0+0+0+0+2+9+54+12+0+72+20+15+0+0+4 = 253, remainder 0', '81000019940823002', '1'],
  ['Macau residence permit: 56+18+0+0+0+0+2+9+54+0+0+9+0+5+0+0+2 = 155, remainder 1', '82000019900101001', '0'],
  ['Taiwan residence permit: 56+27+0+0+0+0+2+9+54+6+0+9+30+0+0+0+4 = 197, remainder 10', '83000019920130002', '2'],
  ['foreign PR card, Saudi Arabia: 63+27+20+30+64+8+2+9+48+15+0+9+0+5+0+0+2 = 302, remainder 5', '93268219850101001', '7'],
  ['foreign PR card, Canada: 63+9+10+5+16+16+2+9+48+3+0+72+0+15+0+0+4 = 272, remainder 8', '91112419810803002', '4'],
])('the check character of %s', (_arithmetic, digits, character) => {
  expect(checkCharacter(digits)).toBe(character)
  expect(hasValidCheckCharacter(digits + character)).toBe(true)
})

test('a check character is found wrong after any one digit was mistyped and after any two neighbours were swapped', () => {
  const number = '11010519491231002X'
  const mistyped = Array.from({ length: 17 }, (_, at) =>
    Array.from({ length: 10 }, (_, digit) => number.slice(0, at) + digit + number.slice(at + 1)).filter((one) => one !== number),
  ).flat()
  const swapped = Array.from({ length: 16 }, (_, at) => number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2)).filter(
    (one) => one !== number,
  )
  expect(mistyped).toHaveLength(17 * 9)
  expect(swapped).toHaveLength(14) // 16 pairs, less 11 and 00
  expect([...mistyped, ...swapped].filter(hasValidCheckCharacter)).toEqual([])
})

test.each(['', '11010519491231002', '11010519491231002x', '11010519491231002XX', '1101051949123100２X', 'X1010519491231002X'])(
  'the number %j has no valid check character',
  (number) => {
    expect(hasValidCheckCharacter(number)).toBe(false)
  },
)
