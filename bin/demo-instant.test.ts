import { expect, test } from 'vitest'
import { demoInstant } from './demo-instant.ts'

const at = (text: string) => demoInstant({ PORTAL_DEMO_AT: text })

test('PORTAL_DEMO_AT accepts any zone; without it the demo starts now', () => {
  expect(at('2031-03-12T10:30:00+08:00')).toBe(Date.UTC(2031, 2, 12, 2, 30))
  expect(at('2028-02-29T23:59:00Z')).toBe(Date.UTC(2028, 1, 29, 23, 59))
  expect([at(''), demoInstant({ DATABASE_URL: 'postgres://db/portal' })]).toEqual([undefined, undefined])
})

test.each(['tomorrow', '2031-03-12', '2031-03-12T10:30:00', '2031-02-29T10:30:00Z', '1999-12-31T10:30:00Z', '1773282600000'])(
  '%s is refused with an example',
  (text) => expect(() => at(text)).toThrow(/PORTAL_DEMO_AT is .+, such as 2031-03-12T10:30:00\+08:00/),
)

test('an external database keeps real time', () => {
  const both = { PORTAL_DEMO_AT: '2031-03-12T10:30:00+08:00', DATABASE_URL: 'postgres://db/portal' }
  expect(() => demoInstant(both)).toThrow(/unset one of them/)
})
