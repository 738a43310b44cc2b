import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  browser,
  closePeople,
  join,
  makeStore,
  makeUser,
  owner,
  scopeIn,
  sessionOf,
  signedIn,
  tokenTo,
  trail,
  withCookies,
} from '#db/test/people.ts'
import { batchTx } from '#server/platform/tx.ts'
import { beginTotp, enrolTotp } from '../factors/enrol-factor.ts'
import { totpCode } from '../factors/totp.ts'
import { storeToOpen } from '../sessions/session.ts'
import { acceptInvitation, joinStore } from './accept-invitation.ts'
import { inviteSeller } from './invite-sellers.ts'
import { Secret } from 'otpauth'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const invite = async (sellerId: number, email: string) => {
  await owner()`update sellers set email = ${email} where id = ${sellerId}`
  await batchTx((tx) => inviteSeller(tx, sellerId, email, 'en'), { job: 'invite-sellers' })
  return tokenTo(email, 'invitation')
}

test('accepting an invitation creates a person, a membership and a session without access before the second factor', async () => {
  const store = await makeStore()
  const token = await invite(store, 'lin@example.com')
  const at = browser()
  const given = await acceptInvitation({ token, name: '林', password: 'plum 37 stairs', locale: 'zh-TW' }, at)
  const first = await sessionOf(given)
  expect(first).toMatchObject({
    email: 'lin@example.com',
    emailConfirmed: true,
    name: '林',
    locale: 'zh-TW',
    secondFactor: false,
  })
  const { text } = await beginTotp(first, 'Portal')
  const enrolled = await enrolTotp(
    first,
    { code: totpCode(Secret.fromBase32(text).bytes, Date.now()), proof: null },
    withCookies(at, given),
  )
  const second = await sessionOf(enrolled.given!)
  expect(scopeIn(second)).toMatchObject({ sellerId: store, role: 'owner' })
  expect(enrolled.recoveryCodes).toHaveLength(10)
  await expect(sessionOf(given)).rejects.toThrow('no session')
  expect(await trail('invitation.accepted')).toMatchObject([{ actor_kind: 'person', seller_id: store }])
})

test('an invitation can be accepted once, also by many at the same time', async () => {
  const token = await invite(await makeStore(), 'once@example.com')
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, () => acceptInvitation({ token, name: 'Once', password: 'plum 37 stairs', locale: 'en' }, browser())),
  )
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(await owner()`select 1 from users where email = 'once@example.com'`).toHaveLength(1)
})

test('a common password or one made of the store’s name is refused, and the link still works', async () => {
  const token = await invite(await makeStore({ name: 'Peacock Teahouse' }), 'tea@example.org')
  const accept = (password: string) => acceptInvitation({ token, name: 'Tea', password, locale: 'en' }, browser())
  await expect(accept('password123')).rejects.toMatchObject({ code: 'password_common' })
  await expect(accept('teahouse99')).rejects.toMatchObject({ code: 'password_personal' })
  await accept('plum 37 stairs')
})

describe('a person who already has a sign-in', () => {
  test('joins by the invitation, with both factors, and only for their own address', async () => {
    const [mine, another] = [await makeStore({ name: 'First' }), await makeStore({ name: 'Second' })]
    const user = await makeUser({ email: 'two-stores@example.com' })
    await join(mine, user)
    const token = await invite(another, user.email)
    await expect(acceptInvitation({ token, name: 'X', password: 'plum 37 stairs', locale: 'en' }, browser())).rejects.toMatchObject({
      code: 'email_in_use',
    })
    await expect(joinStore((await signedIn(user, null)).session, token)).rejects.toMatchObject({ code: 'second_factor_needed' })
    await expect(joinStore((await signedIn(await makeUser())).session, token)).rejects.toMatchObject({ code: 'not_allowed' })
    const { session, given } = await signedIn(user)
    await joinStore(session, token)
    const after = await sessionOf(given)
    expect(after.stores.map((store) => store.name)).toEqual(['First', 'Second'])
    expect(storeToOpen(after)?.sellerId).toBe(another)
    await expect(joinStore(after, token)).rejects.toMatchObject({ code: 'link_expired' })
  })
})
