import { afterAll, expect, test } from 'vitest'
import { browser, closePeople, makeStore, sessionOf, tokenTo, trail, withCookies } from '#db/test/people.ts'
import { batchTx } from '#server/platform/tx.ts'
import { beginTotp, enrolTotp } from '../factors/enrol-factor.ts'
import { totpCode } from '../factors/totp.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { inviteSeller } from './invite.ts'
import { Secret } from 'otpauth'

afterAll(closePeople)

const invite = async (sellerId: number, email: string) => {
  await batchTx((tx) => inviteSeller(tx, sellerId, email, 'en'))
  return tokenTo(email, 'invitation')
}

test('an invitation makes a person, a member and a session that opens nothing before the second factor', async () => {
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
    scope: null,
  })
  const { text } = await beginTotp(first, 'Portal')
  const enrolled = await enrolTotp(first, totpCode(Secret.fromBase32(text).bytes, Date.now()), withCookies(at, given))
  const second = await sessionOf(enrolled.given)
  expect(second.scope).toEqual({ sellerId: store, role: 'owner' })
  expect(enrolled.recoveryCodes).toHaveLength(10)
  await expect(sessionOf(given)).rejects.toThrow('no session')
  expect(await trail('invitation.accepted')).toMatchObject([{ actor_kind: 'person', seller_id: store }])
})
