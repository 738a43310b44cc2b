import { afterAll, expect, test } from 'vitest'
import { closePeople, makeUser, sessionOf, signedIn } from '#db/test/people.ts'
import { chooseLocale } from './choose-locale.ts'

afterAll(closePeople)

test('the chosen language is stored for pages and mails', async () => {
  const { session, given } = await signedIn(await makeUser({ locale: 'en' }))
  await chooseLocale(session, 'zh-TW')
  expect((await sessionOf(given)).locale).toBe('zh-TW')
})
