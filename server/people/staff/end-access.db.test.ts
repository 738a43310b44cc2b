import { afterAll, beforeEach, expect, test } from 'vitest'
import { appoint, browser, closePeople, makeUser, owner, sessionOf, signedIn, trail } from '#db/test/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import { signIn } from '../passwords/sign-in.ts'
import { disablePerson, removeStaff } from './end-access.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const operator: Actor = { kind: 'job', name: 'admin' }
const password = 'nine quiet rivers'

test('removed staff have no sessions left and no roles at the next sign-in', async () => {
  const user = await makeUser()
  await appoint(user, ['admin'])
  const { given, session } = await signedIn(user)
  expect(session.staff?.roles).toEqual(['admin'])
  await removeStaff(operator, user.email.toUpperCase())
  await expect(sessionOf(given)).rejects.toThrow('no session')
  expect((await signedIn(user)).session.staff).toBeNull()
  await expect(removeStaff(operator, user.email)).rejects.toMatchObject({ code: 'not_found' })
  expect((await trail('staff.removed')).at(-1)).toMatchObject({ detail: { user: user.id } })
})

test('other roles take the session too, so that none goes on with the earlier ones; the same roles don’t', async () => {
  const user = await makeUser()
  await appoint(user, ['admin'])
  const { given } = await signedIn(user)
  await owner()`update staff set roles = array['admin'] where user_id = ${user.id}`
  await sessionOf(given)
  await owner()`update staff set roles = array['auditor'] where user_id = ${user.id}`
  await expect(sessionOf(given)).rejects.toThrow('no session')
})

test('a disabled person is signed out and can’t sign in; enabled again, they have their former access', async () => {
  const user = await makeUser({ password })
  const { given } = await signedIn(user)
  await disablePerson(operator, user.email, true)
  await expect(sessionOf(given)).rejects.toThrow('no session')
  await expect(signIn({ email: user.email, password }, browser())).rejects.toMatchObject({ code: 'wrong_credentials' })
  await disablePerson(operator, user.email, false)
  await signIn({ email: user.email, password }, browser())
  await expect(disablePerson(operator, 'nobody@example.com', true)).rejects.toMatchObject({ code: 'not_found' })
})
