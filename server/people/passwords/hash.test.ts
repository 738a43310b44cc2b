import { expect, test } from 'vitest'

process.env.PORTAL_SECRET ??= 'a secret of the tests that is long enough for everyone'
process.env.DATABASE_URL ??= 'postgres://nobody@localhost/none'

const { hashPassword, matchesPassword } = await import('./hash.ts')

test('a hash is argon2id with 19 MiB, two passes and its own salt', async () => {
  const [one, two] = await Promise.all([hashPassword('plum 37 stairs'), hashPassword('plum 37 stairs')])
  expect(one).toMatch(/^[0-9a-f]{8}\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
})

test('only the whole password matches, in any Unicode normal form', async () => {
  const long = `${'a very long sentence '.repeat(6)}é`
  const stored = await hashPassword(long)
  expect(await matchesPassword(long, stored)).toBe(true)
  expect(await matchesPassword(long.normalize('NFD'), stored)).toBe(true)
  expect(await matchesPassword(long.slice(0, 72), stored)).toBe(false)
  expect(await matchesPassword(`${long} `, stored)).toBe(false)
})

test('verifying against no hash takes as long and fails', async () => {
  expect(await matchesPassword('plum 37 stairs', null)).toBe(false)
})
