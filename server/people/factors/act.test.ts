import { expect, test } from 'vitest'
import type { Act } from './act.ts'

process.env.PORTAL_SECRET ??= 'a secret of the tests that is long enough for everyone'
process.env.DATABASE_URL ??= 'postgres://nobody@localhost/none'
const { actChallenge, actHash, isRecoverable } = await import('./act.ts')

const invite = (email: string, role: 'viewer' | 'manager' = 'viewer'): Act => ({
  verb: 'member.invite',
  content: { email, role },
})
const hex = (userId: number, act: Act, sellerId = 1) => actHash({ userId, sellerId }, act).toString('hex')

test('the hash covers the person, the store, the verb and every field of the content, in any order', () => {
  const one = hex(7, invite('a@example.com'))
  expect(hex(7, { verb: 'member.invite', content: { role: 'viewer', email: 'a@example.com' } })).toBe(one)
  const others = [
    hex(8, invite('a@example.com')),
    hex(7, invite('a@example.com'), 2),
    hex(7, invite('b@example.com')),
    hex(7, invite('a@example.com', 'manager')),
    hex(7, { verb: 'factor.totp', content: {} }),
    hex(7, { verb: 'recovery_codes.renew', content: {} }),
  ]
  expect(new Set([one, ...others]).size).toBe(7)
})

test('the challenge differs for another act or another question', () => {
  const acts = [invite('a@example.com'), invite('b@example.com')].map((act) => actHash({ userId: 7, sellerId: 1 }, act))
  const nonces = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const challenges = nonces.flatMap((nonce) => acts.map((act) => actChallenge(nonce, act).toString('hex')))
  expect(new Set(challenges).size).toBe(4)
})

test('a recovery code may prove acts that restore factors, and no others', () => {
  expect(isRecoverable({ verb: 'factor.totp', content: {} })).toBe(true)
  expect(isRecoverable(invite('a@example.com'))).toBe(false)
})
