import { afterAll, expect, test } from 'vitest'
import { browser, closePeople, join, makeStore, makeUser, owner, scopeIn, sessionOf, signedIn } from '#db/test/people.ts'
import { signIn } from '../passwords/sign-in.ts'
import { rememberStore } from './remember-store.ts'
import { storeToOpen } from './session.ts'

afterAll(closePeople)

test('a person’s last store is remembered in all sessions and at the next sign-in, until they leave it', async () => {
  const user = await makeUser()
  const [one, two] = [await makeStore({ name: 'A' }), await makeStore({ name: 'B' })]
  await join(one, user)
  await join(two, user, 'viewer')
  const { session, given } = await signedIn(user)
  expect(storeToOpen(session)).toBeNull()
  await rememberStore(session, scopeIn(session, two))
  expect(storeToOpen(await sessionOf(given))?.sellerId).toBe(two)
  const next = await sessionOf(await signIn({ email: user.email, password: 'nine quiet rivers' }, browser()))
  expect(storeToOpen(next)?.sellerId).toBe(two)
  await owner()`delete from members where seller_id = ${two} and user_id = ${user.id}`
  expect(storeToOpen(await sessionOf(given))?.sellerId).toBe(one)
})

test('store codes are unique, begin with a digit and never change', async () => {
  await Promise.all(Array.from({ length: 50 }, () => makeStore()))
  const codes = await owner()<{ code: string }[]>`select code from sellers`
  expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length)
  for (const { code } of codes) expect(code).toMatch(/^[2-9][2-9bcdfghjkmnpqrstvwxyz]{9}$/)
  const [privileges] = await owner()<[{ any: boolean }]>`
    select bool_or(has_column_privilege(role, 'sellers', 'code', 'update')) as any
    from unnest(array['portal_people', 'portal_batch', 'portal_gate', 'portal_read']) as role`
  expect(privileges.any).toBe(false)
})
