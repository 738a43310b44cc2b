import { expect, test } from 'vitest'
import { Code, Email, Name, RecoveryCode, Token } from './schema.ts'

test('an address is kept in lower case; look-alikes are refused, not folded', () => {
  expect(Email.parse(' Mei.Chen@Example.COM ')).toBe('mei.chen@example.com')
  for (const wrong of [
    'mei＠example.com',
    'mei@example.com, eve@example.com',
    'mei@exаmple.com',
    'mei@',
    'mei example.com',
    `${'m'.repeat(250)}@example.com`,
    'mei@example.com\u0000',
    '"mei@evil.example"@example.com',
  ])
    expect(Email.safeParse(wrong).success, wrong).toBe(false)
})

test('codes may be pasted with spaces and dashes', () => {
  expect(Code.parse(' 123 456 ')).toBe('123456')
  expect(RecoveryCode.parse('abcde-fgh23')).toBe('ABCDEFGH23')
  for (const wrong of ['12345', '1234567', '１２３４５６', '12345a']) expect(Code.safeParse(wrong).success).toBe(false)
})

test('names with control characters and malformed tokens are refused', () => {
  expect(Name.parse(' 陈美 ')).toBe('陈美')
  for (const wrong of ['', ' ', 'a\nb', 'a\u0000', '\ud800']) expect(Name.safeParse(wrong).success).toBe(false)
  expect(Token.safeParse('x'.repeat(42)).success).toBe(false)
  expect(Token.safeParse(`${'x'.repeat(42)}/`).success).toBe(false)
})
