import { expect, test } from 'vitest'
import { newTotpSecret, totpCode, totpSetup, totpStep } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

test('the codes are those of RFC 6238, appendix B, truncated to six digits', () => {
  const vectors: [seconds: number, code: string][] = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ]
  for (const [seconds, code] of vectors) expect(totpCode(secret, seconds * 1000)).toBe(code)
})

test('a code is valid in its own step and in the adjacent ones, and in no other', () => {
  const at = 1_800_000_000_000
  const step = Math.floor(at / 30_000)
  const steps = [-2, -1, 0, 1, 2].map((off) => totpStep(secret, totpCode(secret, at + off * 30_000), at, 0))
  expect(steps).toEqual([null, step - 1, step, step + 1, null])
})

test('an accepted step and those before it are refused', () => {
  const at = 1_800_000_000_000
  const step = Math.floor(at / 30_000)
  expect(totpStep(secret, totpCode(secret, at), at, step)).toBeNull()
  expect(totpStep(secret, totpCode(secret, at - 30_000), at, step)).toBeNull()
  expect(totpStep(secret, totpCode(secret, at + 30_000), at, step)).toBe(step + 1)
})

test('a new secret has 160 bits and is given as text and as otpauth address', () => {
  const fresh = newTotpSecret()
  expect(fresh).toHaveLength(20)
  expect(newTotpSecret().equals(fresh)).toBe(false)
  const { text, uri } = totpSetup(fresh, { issuer: '资金账户', account: 'mei@example.com' })
  expect(text).toMatch(/^[A-Z2-7]{32}$/)
  const url = new URL(uri)
  expect(url.protocol).toBe('otpauth:')
  expect(url.searchParams.get('secret')).toBe(text)
  expect(url.searchParams.get('issuer')).toBe('资金账户')
})
