import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { browser, closePeople, makeStore, makeUser, join, owner, sessionOf, trail } from '#db/test/people.ts'

afterAll(closePeople)
beforeEach(() => owner()`update installation set sandbox = true`)
afterEach(async () => {
  vi.unstubAllEnvs()
  await owner()`update installation set sandbox = false`
})

/** The verb as a process with this PORTAL_DEMO has it. */
async function demo(on: 'on' | 'off') {
  vi.resetModules()
  vi.stubEnv('PORTAL_DEMO', on)
  return import('./sign-in-demo.ts')
}

test('one click signs a demo person in, and is in the audit trail', async () => {
  const user = await makeUser({ demo: true })
  await join(await makeStore({ name: '灯笼店' }), user)
  const { listDemoPeople, signInDemo } = await demo('on')
  expect(await listDemoPeople()).toContainEqual(expect.objectContaining({ email: user.email, stores: '灯笼店', role: 'owner' }))
  const session = await sessionOf(await signInDemo(user.email, browser()))
  expect(session).toMatchObject({ method: 'demo', secondFactor: true, stores: [{ role: 'owner' }] })
  expect(await trail('sign_in.demo')).toMatchObject([{ actor_id: String(user.id) }])
})

test('an ordinary, an unknown and a disabled person are refused', async () => {
  const [ordinary, disabled] = [await makeUser(), await makeUser({ demo: true })]
  await owner()`update users set disabled_at = now() where id = ${disabled.id}`
  const { signInDemo } = await demo('on')
  for (const email of [ordinary.email, disabled.email, 'nobody@example.com', ''])
    await expect(signInDemo(email, browser())).rejects.toMatchObject({ code: 'not_found' })
})

test('a process that is not a demo refuses, also with a sandbox database', async () => {
  const user = await makeUser({ demo: true })
  const { listDemoPeople, signInDemo } = await demo('off')
  expect(await listDemoPeople()).toEqual([])
  await expect(signInDemo(user.email, browser())).rejects.toMatchObject({ code: 'not_found' })
})

test('a database that is not a sandbox refuses, also in a demo process', async () => {
  const user = await makeUser({ demo: true })
  await owner()`update installation set sandbox = false`
  const { listDemoPeople, signInDemo } = await demo('on')
  expect(await listDemoPeople()).toEqual([])
  await expect(signInDemo(user.email, browser())).rejects.toMatchObject({ code: 'not_found' })
})
