import { afterAll, expect, test } from 'vitest'
import { browser, closePeople, join, makeStore, makeUser, sessionOf, signedIn } from '#db/test/people.ts'
import { signIn } from '../passwords/sign-in.ts'
import { chooseLocale, chooseStore } from './choose-store.ts'

afterAll(closePeople)

test('another of the person’s stores is looked at, here and at the next sign-in; somebody else’s is not found', async () => {
  const user = await makeUser()
  const [one, two, foreign] = [await makeStore({ name: 'A' }), await makeStore({ name: 'B' }), await makeStore({ name: 'C' })]
  await join(one, user)
  await join(two, user, 'viewer')
  const { session, given } = await signedIn(user)
  expect(session.scope?.sellerId).toBe(one)
  await chooseStore(session, two)
  expect((await sessionOf(given)).scope).toEqual({ sellerId: two, role: 'viewer' })
  await expect(chooseStore(session, foreign)).rejects.toMatchObject({ code: 'not_found' })
  expect((await sessionOf(given)).scope?.sellerId).toBe(two)
  const next = await sessionOf(await signIn({ email: user.email, password: 'nine quiet rivers' }, browser()))
  expect(next.stores).toHaveLength(2)
  expect(next.scope).toBeNull() // the second factor first
})

test('a language is kept for pages and mails', async () => {
  const { session, given } = await signedIn(await makeUser({ locale: 'en' }))
  await chooseLocale(session, 'zh-TW')
  expect((await sessionOf(given)).locale).toBe('zh-TW')
})
