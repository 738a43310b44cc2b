import { afterAll, beforeEach, expect, test } from 'vitest'
import { browser, closePeople, mailsTo, makeUser, owner, sessionOf, signedIn, tokenTo } from '#db/test/people.ts'
import { changeEmail, confirmEmail } from './change-email.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

test('nothing changes before the new address has answered; then the old one is told', async () => {
  const user = await makeUser()
  const { session, given } = await signedIn(user)
  await changeEmail(session, 'new-1@example.com')
  expect(await sessionOf(given)).toMatchObject({ email: user.email })
  expect((await mailsTo(user.email)).map((mail) => mail.kind)).toEqual(['email-asked'])
  await confirmEmail(await tokenTo('new-1@example.com', 'email-confirm'), browser())
  expect(await sessionOf(given)).toMatchObject({ email: 'new-1@example.com', emailConfirmed: true })
  expect((await mailsTo(user.email)).map((mail) => mail.kind)).toEqual(['email-asked', 'email-changed'])
})

test('the present address is confirmed the same way, and nobody is alarmed', async () => {
  const user = await makeUser()
  await owner()`update users set email_confirmed_at = null where id = ${user.id}`
  const { session, given } = await signedIn(user)
  expect(session.emailConfirmed).toBe(false)
  await changeEmail(session, user.email)
  await confirmEmail(await tokenTo(user.email, 'email-confirm'), browser())
  expect(await sessionOf(given)).toMatchObject({ emailConfirmed: true })
  expect((await mailsTo(user.email)).map((mail) => mail.kind)).toEqual(['email-confirm'])
})

test('a link works once, for a day, and only the newest', async () => {
  const { session } = await signedIn(await makeUser())
  await changeEmail(session, 'first@example.org')
  const first = await tokenTo('first@example.org', 'email-confirm')
  await changeEmail(session, 'second@example.org')
  const second = await tokenTo('second@example.org', 'email-confirm')
  await expect(confirmEmail(first, browser())).rejects.toMatchObject({ code: 'link_expired' })
  await confirmEmail(second, browser())
  await expect(confirmEmail(second, browser())).rejects.toMatchObject({ code: 'link_expired' })
  await changeEmail(session, 'third@example.org')
  await owner()`update links set ends_at = now() where email = 'third@example.org'`
  await expect(confirmEmail(await tokenTo('third@example.org', 'email-confirm'), browser())).rejects.toMatchObject({ code: 'link_expired' })
})

test('somebody else’s address is asked for like any other, and refused only to who reads its mail', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const { session, given } = await signedIn(user)
  await changeEmail(session, other.email)
  await expect(confirmEmail(await tokenTo(other.email, 'email-confirm'), browser())).rejects.toMatchObject({ code: 'email_in_use' })
  expect(await sessionOf(given)).toMatchObject({ email: user.email })
})

test('it wants a factor proven just now', async () => {
  const user = await makeUser()
  const { given } = await signedIn(user)
  await owner()`update sessions set second_factor_at = now() - interval '301 seconds' where user_id = ${user.id}`
  await expect(changeEmail(await sessionOf(given), 'new@example.net')).rejects.toMatchObject({ code: 'second_factor_stale' })
})
