import { afterAll, expect, test } from 'vitest'
import { closePeople, makeUser, owner, sessionOf, signedIn, trail } from '#db/test/people.ts'
import { endOtherSessions, endSession, endTimedOut, forgetLapsed, listSessions, signOut } from './end-session.ts'

afterAll(closePeople)

test('the list has the person’s own live sessions, marks the current one and holds no token', async () => {
  const user = await makeUser()
  const [here, there] = [await signedIn(user), await signedIn(user)]
  await signedIn(await makeUser())
  const over = await signedIn(user)
  await owner()`update sessions set seen_at = now() - interval '1 hour' where id = ${over.session.sessionId}`
  const list = await listSessions(here.session)
  expect(new Set(list.map((line) => line.id))).toEqual(new Set([here.session.sessionId, there.session.sessionId]))
  expect(list.filter((line) => line.current).map((line) => line.id)).toEqual([here.session.sessionId])
  expect(Object.keys(list[0]!).toSorted()).toEqual(['address', 'agent', 'createdAt', 'current', 'id', 'seenAt'])
})

test('ending a session voids its token at once; another person’s is not found', async () => {
  const user = await makeUser()
  const [here, there] = [await signedIn(user), await signedIn(user)]
  const stranger = await signedIn(await makeUser())
  await endSession(here.session, there.session.sessionId)
  await expect(sessionOf(there.given)).rejects.toThrow('no session')
  await expect(endSession(here.session, stranger.session.sessionId)).rejects.toMatchObject({ code: 'not_found' })
  await sessionOf(stranger.given)
})

test('signing out elsewhere keeps the current session', async () => {
  const user = await makeUser()
  const [here, ...others] = await Promise.all([1, 2, 3].map(() => signedIn(user)))
  expect(await endOtherSessions(here!.session)).toBe(2)
  for (const other of others) await expect(sessionOf(other.given)).rejects.toThrow('no session')
  await sessionOf(here!.given)
  expect(await trail('session.others_ended')).toMatchObject([{ actor_id: String(user.id), detail: { ended: 2 } }])
})

test('signing out ends the session on the server; a made-up token ends nothing', async () => {
  const { given } = await signedIn(await makeUser())
  await signOut('x'.repeat(43))
  await sessionOf(given)
  await signOut(given.session)
  await expect(sessionOf(given)).rejects.toThrow('no session')
})

test('the jobs delete timed-out sessions, old devices, tries and links, and nothing else', async () => {
  const user = await makeUser()
  const [live, idle, old] = [await signedIn(user), await signedIn(user), await signedIn(user)]
  await owner()`update sessions set seen_at = now() - interval '15 minutes' where id = ${idle.session.sessionId}`
  await owner()`update sessions set ends_at = now() where id = ${old.session.sessionId}`
  expect(await endTimedOut()).toBeGreaterThanOrEqual(2)
  await sessionOf(live.given)
  await owner()`insert into devices (token_hash, user_id, used_at) values (sha256('old'), ${user.id}, now() - interval '181 days'), (sha256('new'), ${user.id}, now())`
  await owner()`insert into throttles (key, tries, last_at, free_at) values ('old', 1, now() - interval '3 days', now()), ('new', 1, now(), now())`
  await forgetLapsed()
  expect(await owner()`select 1 from devices where user_id = ${user.id}`).toHaveLength(1)
  expect(await owner()`select convert_from(key, 'UTF8') as key from throttles where key in ('old', 'new')`).toEqual([{ key: 'new' }])
})
