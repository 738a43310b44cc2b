import { expect, test } from 'vitest'

process.env.PORTAL_SECRET ??= 'a secret of the tests that is long enough for everyone'
process.env.DATABASE_URL ??= 'postgres://nobody@localhost/none'
const { newRecoveryCodes, recoveryCodeHash } = await import('./recovery-code.ts')

test('ten codes of 50 bits, all different', () => {
  const codes = Array.from({ length: 50 }, newRecoveryCodes).flat()
  expect(new Set(codes).size).toBe(500)
  for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{5}-[A-Z2-7]{5}$/)
})

test('a code is recognised in any spelling, and only for its own person', () => {
  const stored = recoveryCodeHash(7, 'ABCDE-FGH23')
  expect(recoveryCodeHash(7, ' abcde fgh23').equals(stored)).toBe(true)
  expect(recoveryCodeHash(8, 'ABCDE-FGH23').equals(stored)).toBe(false)
  expect(recoveryCodeHash(7, 'ABCDE-FGH24').equals(stored)).toBe(false)
})
