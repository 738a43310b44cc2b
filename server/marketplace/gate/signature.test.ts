import { Webhook } from 'standardwebhooks'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newSecret, secretBytes, sign, signingKey, type SignedMessage, toleranceSeconds, verify } from './signature.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const key = signingKey(secretBytes(secret)!)
const other = signingKey(secretBytes(newSecret())!)
const now = 1_614_265_330
const body = Buffer.from('{"test": 2432232314}')
const right = sign(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', String(now), body)
const message: SignedMessage = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: String(now), signature: right, body }
const judge = (change: Partial<SignedMessage> = {}, keys = [key], at = now) => verify({ ...message, ...change }, keys, at)

test('the signature of the public example of Standard Webhooks is right', () => {
  expect(right).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('we verify signatures of the npm library, and the library verifies ours', () => {
  const library = new Webhook(secret)
  const at = new Date(now * 1000)
  expect(judge({ signature: library.sign('m', at, body.toString()), id: 'm' })).toBeUndefined()
  const stamp = String(Math.floor(Date.now() / 1000))
  const headers = { 'webhook-id': 'm', 'webhook-timestamp': stamp, 'webhook-signature': sign(key, 'm', stamp, body) }
  expect(library.verify(body.toString(), headers)).toEqual({ test: 2432232314 })
})

test('one of several signatures is enough, under either of two active secrets', () => {
  const second = sign(other, message.id!, message.timestamp!, body)
  expect(judge({ signature: `v1,AAAA v1a,${right.slice(3)} ${right}` })).toBeUndefined()
  expect(judge({ signature: second }, [key, other])).toBeUndefined()
  expect(judge({ signature: second }, [key])).toBe('wrong')
  expect(judge({ signature: right }, [])).toBe('wrong')
})

describe('refused', () => {
  test.each([
    ['no id', { id: null }, 'missing'],
    ['an empty id', { id: '' }, 'missing'],
    ['no timestamp', { timestamp: null }, 'missing'],
    ['no signature', { signature: null }, 'missing'],
    ['a timestamp in words', { timestamp: 'yesterday' }, 'malformed'],
    ['a negative timestamp', { timestamp: '-1' }, 'malformed'],
    ['a timestamp with an exponent', { timestamp: '1e9' }, 'malformed'],
    ['a fraction', { timestamp: `${now}.0` }, 'malformed'],
    ['milliseconds', { timestamp: String(now * 1000) }, 'malformed'],
    ['a signature of a megabyte', { signature: `${right} `.repeat(20_000) }, 'malformed'],
    ['another version', { signature: right.replace('v1', 'v2') }, 'wrong'],
    ['no version', { signature: right.slice(3) }, 'wrong'],
    ['hexadecimal', { signature: `v1,${Buffer.from(right.slice(3), 'base64').toString('hex')}` }, 'wrong'],
    ['base64url', { signature: right.replaceAll('+', '-').replaceAll('/', '_') }, 'wrong'],
    ['a longer body', { body: Buffer.concat([body, Buffer.from(' ')]) }, 'wrong'],
    ['a JSON-equal body', { body: Buffer.from('{"test":2432232314}') }, 'wrong'],
    ['a leading zero in the timestamp', { timestamp: `0${now}` }, 'wrong'],
    ['the id of another message', { id: 'msg_2' }, 'wrong'],
  ] as const)('%s', (_what, change, why) => {
    expect(judge(change)).toBe(why)
  })

  test('older or newer than five minutes, to the second', () => {
    expect(
      [now + toleranceSeconds, now + toleranceSeconds + 1, now - toleranceSeconds, now - toleranceSeconds - 1].map((at) =>
        judge({}, [key], at),
      ),
    ).toEqual([undefined, 'too_old', undefined, 'too_new'])
  })

  test('10,000 messages changed by one character somewhere', () => {
    const at = fc.nat()
    const by = fc.integer({ min: 1, max: 127 })
    fc.assert(
      fc.property(fc.constantFrom('id', 'timestamp', 'signature', 'body'), at, by, (field, at, by) => {
        if (field === 'body') {
          const changed = Buffer.from(body)
          changed[at % body.length]! ^= by
          return judge({ body: changed }) === 'wrong'
        }
        const text = message[field]!
        const place = at % text.length
        const changed = text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ by) + text.slice(place + 1)
        return judge({ [field]: changed }) !== undefined
      }),
      { numRuns: 10_000, seed: 9457 },
    )
    expect(judge()).toBeUndefined() // what was changed is believed when it is not
  })
})

test('a secret is whsec_ and the base64 of 24 to 64 bytes', () => {
  expect(secretBytes(newSecret())).toHaveLength(32)
  for (const text of [
    '',
    'whsec_',
    'whsec_c2hvcnQ=',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!',
    `whsec_${Buffer.alloc(65).toString('base64')}`,
  ])
    expect(secretBytes(text), text).toBeUndefined()
})
