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

/** A person with an authenticator app and a passkey, signed in with both factors just now. */
async function withBoth() {
  const user = await makeUser()
  const { recoveryCodes } = await enrolled(user)
  const before = await signedIn(user)
  const answer = new Authenticator().make(await beginPasskey(before.session, 'Portal'))
  const { given } = await enrolPasskey(before.session, { answer, label: '手机' }, before.at)
  return { user, session: await sessionOf(given), given, passkey: answer.id, recoveryCodes }
}

test('the list shows what there is and no secret', async () => {
  const { session } = await withBoth()
  const list = await listFactors(session)
  expect(list).toMatchObject({ totp: true, recoveryCodes: 10, passkeys: [{ label: '手机', usedAt: null }] })
  expect(Object.keys(list.passkeys[0]!).toSorted()).toEqual(['createdAt', 'id', 'label', 'usedAt'])
})

test('one of two goes, and its owner is told; the last one stays', async () => {
  const { user, session, passkey } = await withBoth()
  await removeFactor(session, { passkey })
  await expect(removeFactor(session, 'totp')).rejects.toMatchObject({ code: 'last_factor' })
  expect(await listFactors(session)).toMatchObject({ totp: true, passkeys: [] })
  expect((await mailsTo(user.email)).filter((mail) => mail.kind === 'factor-removed')).toHaveLength(1)
})

test('both at once: one stays', async () => {
  const { session, passkey } = await withBoth()
  const results = await Promise.allSettled([removeFactor(session, 'totp'), removeFactor(session, { passkey })])
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const { totp, passkeys } = await listFactors(session)
  expect(Number(totp) + passkeys.length).toBe(1)
})

test('another person’s passkey is not found', async () => {
  const [one, two] = [await withBoth(), await withBoth()]
  await expect(removeFactor(one.session, { passkey: two.passkey })).rejects.toMatchObject({ code: 'not_found' })
  expect((await listFactors(two.session)).passkeys).toHaveLength(1)
})

test('new recovery codes void the old ones', async () => {
  const { user, session, recoveryCodes } = await withBoth()
  const fresh = await renewRecoveryCodes(session)
  const half = await signedIn(user, null)
  await expect(proveFactor(half.session, { kind: 'recovery', code: recoveryCodes[1]! }, half.at)).rejects.toMatchObject({
    code: 'wrong_code',
  })
  await proveFactor(half.session, { kind: 'recovery', code: fresh[0]! }, half.at)
  expect((await mailsTo(user.email)).map((mail) => mail.kind)).toContain('recovery-renewed')
})

test('nothing changes by a factor that was proven long ago, or not at all', async () => {
  const { user, given } = await withBoth()
  await owner()`update sessions set second_factor_at = now() - interval '301 seconds' where user_id = ${user.id}`
  const stale = await sessionOf(given)
  await expect(removeFactor(stale, 'totp')).rejects.toMatchObject({ code: 'second_factor_stale' })
  await expect(renewRecoveryCodes(stale)).rejects.toMatchObject({ code: 'second_factor_stale' })
  const { session } = await signedIn(user, null)
  await expect(renewRecoveryCodes(session)).rejects.toMatchObject({ code: 'second_factor_needed' })
})
