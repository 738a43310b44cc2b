import { afterAll, beforeEach, expect, test } from 'vitest'
import { browser, closePeople, enrolled, join, mailsTo, makeStore, makeUser, owner, sessionOf, signedIn, tokenTo } from '#db/test/people.ts'
import { changeEmail, confirmEmail } from './change-email.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

test('nothing changes before the new address is confirmed; then the old one is notified', async () => {
  const user = await makeUser()
  const { proof } = await enrolled(user)
  const { session, given, at } = await signedIn(user)
  await changeEmail(session, { email: 'new-1@example.com', proof: await proof() })
  expect(await sessionOf(given)).toMatchObject({ email: user.email })
  expect((await mailsTo(user.email)).map((mail) => mail.kind).filter((kind) => kind !== 'factor-added')).toEqual(['email-asked'])
  await confirmEmail(await tokenTo('new-1@example.com', 'email-confirm'), at)
  expect(await sessionOf(given)).toMatchObject({ email: 'new-1@example.com', emailConfirmed: true })
  expect((await mailsTo(user.email)).map((mail) => mail.kind).filter((kind) => kind !== 'factor-added')).toEqual([
    'email-asked',
    'email-changed',
  ])
})

/** A person of a sign-on whose provider vouched for no address, with everything that one can have. */
async function unproven() {
  const user = await makeUser()
  await owner()`update users set email = ${`${user.id}@sign-on.invalid`}, email_confirmed_at = null where id = ${user.id}`
  await owner()`insert into identities (issuer, subject, user_id) values ('https://centre.example', ${user.email}, ${user.id})`
  await join(await makeStore(), user)
  const { proof } = await enrolled(user)
  return { ...user, proof, ...(await signedIn(user)) }
}

/** What a person has: identities, memberships, factors, recovery codes, sessions. */
async function belongings(userId: number): Promise<number[]> {
  const tables = ['identities', 'members', 'totp_factors', 'recovery_codes', 'sessions']
  const counts = tables.map((table) => owner()`select count(*)::int as n from ${owner()(table)} where user_id = ${userId}`)
  return (await Promise.all(counts)).map(([row]) => (row as { n: number }).n)
}

test('confirming the first address in one’s own session keeps everything', async () => {
  const { id, session, at, proof } = await unproven()
  expect(session.emailConfirmed).toBe(false)
  const before = await belongings(id)
  await changeEmail(session, { email: 'mine@example.com', proof: await proof() })
  await confirmEmail(await tokenTo('mine@example.com', 'email-confirm'), at)
  expect(await belongings(id)).toEqual(before)
  expect(Math.min(...before)).toBeGreaterThan(0)
})

test('confirming the first address elsewhere ends earlier identities, memberships, factors and sessions', async () => {
  const { id, session, proof } = await unproven()
  await changeEmail(session, { email: 'victim@example.com', proof: await proof() })
  await confirmEmail(await tokenTo('victim@example.com', 'email-confirm'), browser())
  expect(await belongings(id)).toEqual([0, 0, 0, 0, 0])
})

test('an unconfirmed address can’t be a login name, also when the database’s owner writes it', async () => {
  const user = await makeUser()
  await expect(owner()`update users set email_confirmed_at = null where id = ${user.id}`).rejects.toThrow(/login_name_is_proven/)
})

test('only the newest link works, once, for a day', async () => {
  const user = await makeUser()
  const { proof } = await enrolled(user)
  const { session, at } = await signedIn(user)
  await changeEmail(session, { email: 'first@example.org', proof: await proof() })
  const first = await tokenTo('first@example.org', 'email-confirm')
  await changeEmail(session, { email: 'second@example.org', proof: await proof() })
  const second = await tokenTo('second@example.org', 'email-confirm')
  await expect(confirmEmail(first, browser())).rejects.toMatchObject({ code: 'link_expired' })
  await confirmEmail(second, at)
  await expect(confirmEmail(second, browser())).rejects.toMatchObject({ code: 'link_expired' })
  await changeEmail(session, { email: 'third@example.org', proof: await proof() })
  await owner()`update links set ends_at = now() where email = 'third@example.org'`
  await expect(confirmEmail(await tokenTo('third@example.org', 'email-confirm'), browser())).rejects.toMatchObject({ code: 'link_expired' })
})

test('another person’s address is requested like any other, and refused only on confirmation', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const { proof } = await enrolled(user)
  const { session, given } = await signedIn(user)
  await changeEmail(session, { email: other.email, proof: await proof() })
  await expect(confirmEmail(await tokenTo(other.email, 'email-confirm'), browser())).rejects.toMatchObject({ code: 'email_in_use' })
  expect(await sessionOf(given)).toMatchObject({ email: user.email })
})
