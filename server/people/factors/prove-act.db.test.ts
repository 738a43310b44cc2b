import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Authenticator } from '#db/test/authenticator.ts'
import { closePeople, enrolled, join, makeStore, makeUser, owner, sessionOf, signedIn, trail, wrongFor, scopeIn } from '#db/test/people.ts'
import { changeEmail } from '../email/change-email.ts'
import { inviteMember } from '../invitations/team.ts'
import type { Session } from '../sessions/session.ts'
import type { PersonAct, StoreAct } from './act.ts'
import { renewRecoveryCodes } from './change-factors.ts'
import { beginPasskey, enrolPasskey } from './enrol-factor.ts'
import { type ActProof, askProof, askStoreProof, provenTx } from './prove-act.ts'
import { proveFactor } from './prove-factor.ts'
import { totpCode } from './totp.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

/** An owner with an authenticator app, signed in just now. */
async function boss() {
  const user = await makeUser()
  await join(await makeStore(), user)
  const app = await enrolled(user)
  return { user, ...app, ...(await signedIn(user)) }
}

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )
const email: PersonAct = { verb: 'email.change', content: { email: 'new@example.com' } }
const nothing = async () => {}

describe('a factor that was proven a moment ago', () => {
  test('proves no later act: each act needs its own proof', async () => {
    const { user, secret, session, given } = await boss()
    await owner()`update totp_factors set last_counter = 0 where user_id = ${user.id}`
    const code = totpCode(secret, Date.now())
    const half = await signedIn(user, null)
    const fresh = await sessionOf((await proveFactor(half.session, { kind: 'totp', code }, half.at)).given)
    const used = { kind: 'totp', code } as const
    expect(await outcome(changeEmail(fresh, { email: 'thief@example.com', proof: used }))).toBe('wrong_code')
    expect(await outcome(changeEmail(fresh, { email: 'thief@example.com', proof: { kind: 'demo' } }))).toBe('factor_missing')
    expect(await outcome(renewRecoveryCodes(fresh, used, half.at))).toBe('wrong_code')
    expect(await outcome(inviteMember(session, scopeIn(session), { email: 'x@example.com', role: 'viewer', proof: used }))).toBe(
      'wrong_code',
    )
    await sessionOf(given)
  })
})

describe('a code', () => {
  test('proves one act, also of several concurrent ones, and no sign-in after it', async () => {
    const { user, secret, session, at } = await boss()
    await owner()`update totp_factors set last_counter = 0 where user_id = ${user.id}`
    const proof = { kind: 'totp', code: totpCode(secret, Date.now()) } as const
    const acts = [1, 2, 3, 4].map((n) => outcome(changeEmail(session, { email: `${n}@example.com`, proof })))
    expect((await Promise.all(acts)).toSorted()).toEqual(['done', 'wrong_code', 'wrong_code', 'wrong_code'])
    const half = await signedIn(user, null)
    expect(await outcome(proveFactor(half.session, proof, at))).toBe('wrong_code')
  })

  test('is not used up by an act that is refused, and the act changes nothing', async () => {
    const { user, proof, session } = await boss()
    const once = await proof()
    const refused = provenTx(session, { act: email, proof: once }, async (tx) => {
      await tx.sql`update users set name = 'Changed' where id = ${user.id}`
      throw Object.assign(new Error('no'), { code: 'refused' })
    })
    expect(await outcome(refused)).toBe('refused')
    expect(await owner()`select name from users where id = ${user.id}`).toMatchObject([{ name: 'Mei' }])
    expect(await outcome(provenTx(session, { act: email, proof: once }, nothing))).toBe('done')
  })

  test('causes a pause after five wrong ones, in which a right one is refused too; each refusal before gives the tries left', async () => {
    const { user, code, session, given } = await boss()
    const wrong = { kind: 'totp', code: wrongFor(await code()) } as const
    const refusals: unknown[] = []
    for (let n = 0; n < 5; n++)
      refusals.push(await provenTx(session, { act: email, proof: wrong }, nothing).catch((error: unknown) => error))
    expect(refusals.slice(0, 4)).toMatchObject([4, 3, 2, 1].map((left) => ({ code: 'wrong_code', params: { left, pause: 15 } })))
    expect(refusals[4]).toMatchObject({ code: 'too_many_tries', params: { seconds: 900 } })
    await owner()`delete from throttles`
    const right = async () => ({ kind: 'totp', code: await code() }) as const
    expect(await outcome(provenTx(session, { act: email, proof: await right() }, nothing))).toBe('too_many_tries')
    await sessionOf(given) // what was typed is not lost with the session
    await owner()`update act_proofs set free_at = now() where user_id = ${user.id}`
    expect(await outcome(provenTx(session, { act: email, proof: wrong }, nothing))).toBe('wrong_code')
    expect(await outcome(provenTx(session, { act: email, proof: await right() }, nothing))).toBe('done')
    const written = (await trail('proof.refused')).filter((line) => line.actor_id === String(user.id))
    expect(written.map((line) => line.detail.left)).toEqual([4, 3, 2, 1, 0, 4])
  })

  test('a recovery code proves only the replacement of a factor', async () => {
    const { recoveryCodes, session, at } = await boss()
    const proof = { kind: 'recovery', code: recoveryCodes[0]! } as const
    expect(await outcome(changeEmail(session, { email: 'thief@example.com', proof }))).toBe('wrong_code')
    expect(await outcome(renewRecoveryCodes(session, proof, at))).toBe('done')
  })
})

describe('a passkey', () => {
  async function withPasskey() {
    const one = await boss()
    const key = new Authenticator()
    const made = { answer: key.make(await beginPasskey(one.session, 'Portal')), label: 'key', proof: await one.proof() }
    await enrolPasskey(one.session, made, one.at)
    return { ...one, key }
  }
  const prove = async (session: Session, key: Authenticator, act: PersonAct): Promise<ActProof> => ({
    kind: 'passkey',
    answer: key.use(await askProof(session, act)),
  })

  test('proves the act that it was asked for, once', async () => {
    const { session, key } = await withPasskey()
    const proof = await prove(session, key, email)
    expect(await outcome(provenTx(session, { act: email, proof }, nothing))).toBe('done')
    expect(await outcome(provenTx(session, { act: email, proof }, nothing))).toBe('wrong_code')
  })

  test('does not prove another act, another content, another session or the sign-in', async () => {
    const { user, session, key, at } = await withPasskey()
    const another: PersonAct = { verb: 'email.change', content: { email: 'thief@example.com' } }
    expect(await outcome(provenTx(session, { act: another, proof: await prove(session, key, email) }, nothing))).toBe('wrong_code')
    const renew: PersonAct = { verb: 'recovery_codes.renew', content: {} }
    expect(await outcome(provenTx(session, { act: renew, proof: await prove(session, key, email) }, nothing))).toBe('wrong_code')
    const elsewhere = await signedIn(user)
    const theirs = await prove(elsewhere.session, key, email)
    await askProof(session, email)
    expect(await outcome(provenTx(session, { act: email, proof: theirs }, nothing))).toBe('wrong_code')
    const signIn = (await prove(session, key, email)) as { kind: 'passkey'; answer: ReturnType<Authenticator['use']> }
    expect(await outcome(proveFactor(session, signIn, at))).toBe('wrong_code')
    // The test can fail: the same steps with the act that was asked for succeed.
    await owner()`delete from throttles`
    await owner()`delete from act_proofs`
    expect(await outcome(provenTx(session, { act: email, proof: await prove(session, key, email) }, nothing))).toBe('done')
  })

  test('asked for in one store, does not prove an act in another store or on the person', async () => {
    const { user, key, given } = await withPasskey()
    await join(await makeStore(), user)
    const session = await sessionOf(given)
    const [one, two] = session.stores.map(({ sellerId }) => scopeIn(session, sellerId))
    if (!one || !two) throw new Error('the person has two stores')
    const act: StoreAct = { verb: 'member.invite', content: { email: 'x@example.com', role: 'viewer' } }
    const asked = async (): Promise<ActProof> => ({ kind: 'passkey', answer: key.use(await askStoreProof(session, one, act)) })
    expect(await outcome(provenTx(session, { act, proof: await asked(), scope: two }, nothing))).toBe('wrong_code')
    expect(await outcome(provenTx(session, { act: email, proof: await asked() }, nothing))).toBe('wrong_code')
    expect(await outcome(provenTx(session, { act, proof: await asked(), scope: one }, nothing))).toBe('done')
    // The trail names the store of what was asked for and given; what was refused stands with the store that it was tried on.
    const stores = async (action: string) => (await trail(action)).slice(-3).map((line) => line.seller_id)
    expect(await stores('proof.asked')).toEqual([one.sellerId, one.sellerId, one.sellerId])
    expect((await stores('proof.refused')).slice(-2)).toEqual([two.sellerId, null])
    expect((await stores('proof.given')).at(-1)).toBe(one.sellerId)
    await expect(askStoreProof(session, { ...one, role: 'manager' }, act)).rejects.toMatchObject({ code: 'not_allowed' })
  })
})

test('a session that has ended can’t act, even with a right proof', async () => {
  const { session, proof } = await boss()
  await owner()`delete from sessions where id = ${session.sessionId}`
  expect(await outcome(provenTx(session, { act: email, proof: await proof() }, nothing))).toBe('not_signed_in')
})

test('a person without a factor is told to set one up; a session with the password alone can’t prove an act', async () => {
  const user = await makeUser()
  const { session } = await signedIn(user, 'totp')
  expect(await outcome(provenTx(session, { act: email, proof: { kind: 'totp', code: '000000' } }, nothing))).toBe('factor_missing')
  const half = await signedIn(user, null)
  expect(await outcome(provenTx(half.session, { act: email, proof: { kind: 'totp', code: '000000' } }, nothing))).toBe(
    'second_factor_needed',
  )
})
