import { afterAll, expect, test } from 'vitest'
import { appoint, closePeople, makeUser, signedIn } from '#db/test/people.ts'
import { readWork } from './read-work.ts'

afterAll(closePeople)

test('gives the roles, the idle time-out and the maximum length of a staff session', async () => {
  const user = await makeUser()
  await appoint(user, ['reviewer', 'auditor'])
  const { staff } = (await signedIn(user)).session
  expect(staff && (await readWork(staff))).toEqual({ roles: ['reviewer', 'auditor'], idleMinutes: 10, sessionHours: 12 })
})
