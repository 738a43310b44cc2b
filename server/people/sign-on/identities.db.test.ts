import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { browser, closePeople, enrolled, mailsTo, makeUser, owner, sessionOf, signedIn, tokenTo } from '#db/test/people.ts'
import { undoChange } from '../credentials/undo-change.ts'
import { renewRecoveryCodes } from '../factors/change-factors.ts'
import { listIdentities, removeIdentity } from './identities.ts'
import { connectMarketplace } from './sign-on.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

/** Somebody whose account opens from a marketplace too. */
async function connected() {
  const user = await makeUser()
  const app = await enrolled(user)
  await owner()`insert into identities (issuer, subject, user_id) values ('https://mall.example', ${randomUUID()}, ${user.id})`
  return { user, ...app, ...(await signedIn(user)) }
}

test('its owner lists and removes a sign-on with a proof; other sessions end, and the owner is notified', async () => {
  const { user, session, given, at, proof } = await connected()
  const other = await signedIn(user)
  const [identity] = await listIdentities(session)
  const id = identity?.id ?? ''
  await expect(removeIdentity(session, { id, proof: { kind: 'demo' } }, at)).rejects.toMatchObject({ code: 'factor_missing' })
  await removeIdentity(session, { id, proof: await proof() }, at)
  expect(await listIdentities(session)).toEqual([])
  await sessionOf(given)
  await expect(sessionOf(other.given)).rejects.toThrow('no session')
  expect((await mailsTo(user.email)).map((mail) => mail.kind)).toContain('identity-removed')
})

test('another person’s sign-on is not found', async () => {
  const [one, two] = [await connected(), await connected()]
  const [theirs] = await listIdentities(two.session)
  const wish = { id: theirs?.id ?? '', proof: await one.proof() }
  await expect(removeIdentity(one.session, wish, one.at)).rejects.toMatchObject({ code: 'not_found' })
  expect(await listIdentities(two.session)).toHaveLength(1)
})

test('connecting a sign-on needs its own proof, and a pending connection is void once a credential changes', async () => {
  const { session, at, proof } = await connected()
  await expect(connectMarketplace(session, { kind: 'demo' })).rejects.toMatchObject({ code: 'factor_missing' })
  await connectMarketplace(session, await proof())
  const waits = () => owner()`select 1 from challenges where session_id = ${session.sessionId} and purpose = 'identity-link'`
  expect(await waits()).toHaveLength(1)
  await renewRecoveryCodes(session, await proof(), at)
  expect(await waits()).toEqual([])
})

test('undoing a change removes a sign-on connected after it and keeps an earlier one', async () => {
  const { user, session, at, proof } = await connected()
  await renewRecoveryCodes(session, await proof(), at)
  await owner()`insert into identities (issuer, subject, user_id) values ('https://mall.example', ${randomUUID()}, ${user.id})`
  await undoChange(await tokenTo(user.email, 'recovery-renewed'), browser())
  expect(await listIdentities(session)).toHaveLength(1)
})
