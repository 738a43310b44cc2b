import { afterAll, beforeEach, expect, test } from 'vitest'
import { Authenticator } from '#db/test/authenticator.ts'
import { closePeople, enrolled, mailsTo, makeUser, owner, sessionOf, signedIn } from '#db/test/people.ts'
import { listFactors, removeFactor, renewRecoveryCodes } from './change-factors.ts'
import { beginPasskey, enrolPasskey } from './enrol-factor.ts'
import { proveFactor } from './prove-factor.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

/** A person with an authenticator app and a passkey, signed in with both factors. */
async function withBoth() {
  const user = await makeUser()
  const app = await enrolled(user)
  const { session, given, at } = await signedIn(user)
  const answer = new Authenticator().make(await beginPasskey(session, 'Portal'))
  await enrolPasskey(session, { answer, label: '手机', proof: await app.proof() }, at)
  return { user, session: await sessionOf(given), given, at, passkey: answer.id, ...app }
}

test('the list shows the factors and no secret', async () => {
  const { session } = await withBoth()
  const list = await listFactors(session)
  expect(list).toMatchObject({ totp: true, recoveryCodes: 10, passkeys: [{ label: '手机', usedAt: null }] })
  expect(Object.keys(list.passkeys[0]!).toSorted()).toEqual(['createdAt', 'id', 'label', 'usedAt'])
})

test('one of two factors can be removed, and its owner is notified; the last one can’t', async () => {
  const { user, session, at, passkey, proof } = await withBoth()
  await removeFactor(session, { which: { passkey }, proof: await proof() }, at)
  await expect(removeFactor(session, { which: 'totp', proof: await proof() }, at)).rejects.toMatchObject({ code: 'last_factor' })
  expect(await listFactors(session)).toMatchObject({ totp: true, passkeys: [] })
  expect((await mailsTo(user.email)).filter((mail) => mail.kind === 'factor-removed')).toHaveLength(1)
})

test('removing both concurrently leaves one', async () => {
  const { session, at, passkey, recoveryCodes } = await withBoth()
  const proof = (place: number) => ({ kind: 'recovery', code: recoveryCodes[place]! }) as const
  const results = await Promise.allSettled([
    removeFactor(session, { which: 'totp', proof: proof(0) }, at),
    removeFactor(session, { which: { passkey }, proof: proof(1) }, at),
  ])
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const { totp, passkeys } = await listFactors(session)
  expect(Number(totp) + passkeys.length).toBe(1)
})

test('another person’s passkey is not found', async () => {
  const [one, two] = [await withBoth(), await withBoth()]
  const which = { passkey: two.passkey }
  await expect(removeFactor(one.session, { which, proof: await one.proof() }, one.at)).rejects.toMatchObject({ code: 'not_found' })
  expect((await listFactors(two.session)).passkeys).toHaveLength(1)
})

test('new recovery codes void the old ones', async () => {
  const { user, session, at, recoveryCodes, proof } = await withBoth()
  const fresh = await renewRecoveryCodes(session, await proof(), at)
  const half = await signedIn(user, null)
  await expect(proveFactor(half.session, { kind: 'recovery', code: recoveryCodes[1]! }, half.at)).rejects.toMatchObject({
    code: 'wrong_code',
  })
  await proveFactor(half.session, { kind: 'recovery', code: fresh[0]! }, half.at)
  expect((await mailsTo(user.email)).map((mail) => mail.kind)).toContain('recovery-renewed')
})
