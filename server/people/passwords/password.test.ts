import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonPasswords } from './common-passwords.ts'
import { passwordProblem, standsAlone } from './password.ts'

const somebody = { email: 'mei.chen@lantern-house.example', name: '陈美 Mei' }
const problem = (password: string) => passwordProblem(password, somebody)

test('a password has at least eight characters, counted in code points', async () => {
  expect(await problem('k7#mqz2')).toBe('password_too_short')
  expect(await problem('k7#mqz2w')).toBeNull()
  expect(await problem('梅花落在雪上时')).toBe('password_too_short')
  expect(await problem('梅花落在雪上时了')).toBeNull()
  expect(await problem('🐙🦊🐝🌵🧊🪴🎐')).toBe('password_too_short')
})

test('fifteen characters may be the only factor, fourteen may not', () => {
  expect(standsAlone('梅花落在雪上时没有声音也没有人')).toBe(true)
  expect(standsAlone('fourteen chars')).toBe(false)
  expect(standsAlone('fifteen charact')).toBe(true)
})

test('any characters and any typeable length are accepted and never truncated', async () => {
  for (const password of ['a space  and\ttab', 'ünïcödé pässwörd', 'x'.repeat(3) + ' long '.repeat(60), '«"\'\\;--<script>%00'])
    expect(await problem(password), password).toBeNull()
  expect(await problem('long enough '.repeat(100))).toBe('password_too_long')
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 64, maxLength: 120, unit: 'grapheme' }), async (text) => {
      expect(['password_too_short', 'password_too_long']).not.toContain(await problem(text))
    }),
  )
})

test('the list of common passwords has at least 3,000 entries, and each is refused', async () => {
  const list = [...(await commonPasswords())]
  expect(list.length).toBeGreaterThan(20_000)
  const let_through: string[] = []
  for (const one of list) if ((await problem(one)) === null) let_through.push(one)
  expect(let_through).toEqual([])
})

test.each([
  'password',
  'Password1!',
  'iloveyou',
  'IloveYou',
  'qwertyuiop',
  '1qaz2wsx',
  'woaini1314',
  '5201314520',
  'aaaaaaaa',
  'abababab',
  '12345678',
  '87654321',
  'abcdefghij',
  'dragon2024',
  'ｐａｓｓｗｏｒｄ',
])('%s is common', async (password) => {
  expect(await problem(password)).toBe('password_common')
})

test.each([
  'mei.chen',
  'lantern-house',
  'meichen2024',
  'lanternhouse1',
  'sellerfunds',
  'FundsPortal1',
  '陈美陈美陈美陈美',
  '资金账户12345',
  'mei.chen@lantern-house.example',
])('%s is personal', async (password) => {
  expect(['password_personal', 'password_common']).toContain(await problem(password))
})

test('a common word within a long enough password is accepted', async () => {
  expect(await problem('lantern over nine quiet rivers')).toBeNull()
  expect(await problem('dragon ate 7 umbrellas')).toBeNull()
})
