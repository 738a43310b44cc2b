import { afterAll, beforeEach, expect, test } from 'vitest'
import { browser, closePeople, enrolled, makeUser, owner, signedIn } from '#db/test/people.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { proveFactor } from '../factors/prove-factor.ts'
import { isKnownDevice } from '../sessions/find-device.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'in',
    (error: { code: string }) => error.code,
  )

test('a thief with the password doesn’t delay the owner’s code in a browser that the account knows', async () => {
  const user = await makeUser()
  const { code } = await enrolled(user)
  const home = browser({ deviceToken: randomToken() })
  await owner()`insert into devices (token_hash, user_id) values (${tokenHash(home.deviceToken ?? '')}, ${user.id})`
  const right = await code()
  const wrong = right === '000000' ? '000001' : '000000'
  /** A code in a new session of this browser, as after the password. */
  const type = async (typed: string, at = browser({ deviceToken: randomToken() })) =>
    outcome(proveFactor((await signedIn(user, null)).session, { kind: 'totp', code: typed }, at))
  for (let n = 0; n < 12; n++) await type(wrong)
  expect(await type(await code())).toBe('too_many_tries')
  expect(await type(await code(), home)).toBe('in')
  // Another person's known browser has no allowance here.
  const other = await makeUser()
  expect([await isKnownDevice(user.id, home), await isKnownDevice(other.id, home)]).toEqual([true, false])
})
