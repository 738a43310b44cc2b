import { expect, test } from 'vitest'
import { demoInstant } from './demo-instant.ts'

const at = (text: string) => demoInstant({ PORTAL_DEMO_AT: text })

test('an instant is taken in whatever zone it is written; without one the demo starts now', () => {
  expect(at('2031-03-12T10:30:00+08:00')).toBe(Date.UTC(2031, 2, 12, 2, 30))
  expect(at('2028-02-29T23:59:00Z')).toBe(Date.UTC(2028, 1, 29, 23, 59))
  expect([at(''), demoInstant({ DATABASE_URL: 'postgres://db/portal' })]).toEqual([undefined, undefined])
})

test.each(['tomorrow', '2031-03-12', '2031-03-12T10:30:00', '2031-02-29T10:30:00Z', '1999-12-31T10:30:00Z', '1773282600000'])(
  '%s is refused with an example',
  (text) => expect(() => at(text)).toThrow(/PORTAL_DEMO_AT is .+, such as 2031-03-12T10:30:00\+08:00/),
)

test('a database of one’s own keeps the world’s time', () => {
  const both = { PORTAL_DEMO_AT: '2031-03-12T10:30:00+08:00', DATABASE_URL: 'postgres://db/portal' }
  expect(() => demoInstant(both)).toThrow(/unset one of them/)
})
