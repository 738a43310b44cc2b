import { expect, test, vi } from 'vitest'
import { open, seal } from './seal.ts'

vi.stubEnv('DATABASE_URL', 'postgres://nowhere')
vi.stubEnv('PORTAL_SECRET', 'a secret of the test that is long enough')

const secret = Buffer.from('whsec material')

test('a sealed value opens at its place, and is another one each time', () => {
  const [one, two] = [seal(secret, 'signing_secrets/1'), seal(secret, 'signing_secrets/1')]
  expect(open(one, 'signing_secrets/1')).toEqual(secret)
  expect(one).not.toEqual(two)
  expect(one.includes(secret)).toBe(false)
})

test('moved to another row or changed in any byte, it does not open', () => {
  const sealed = seal(secret, 'signing_secrets/1')
  expect(() => open(sealed, 'signing_secrets/2')).toThrow(/unable to authenticate/)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    expect(() => open(changed, 'signing_secrets/1'), `byte ${at}`).toThrow(/unable to authenticate|not a sealed value/)
  }
  expect(() => open(Buffer.alloc(3), 'signing_secrets/1')).toThrow('not a sealed value: signing_secrets/1')
})
