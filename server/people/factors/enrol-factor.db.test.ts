import { Secret } from 'otpauth'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Authenticator } from '#db/test/authenticator.ts'
import { closePeople, enrolled, mailsTo, makeUser, owner, sessionOf, signedIn, trail, wrongFor } from '#db/test/people.ts'
import { listFactors } from './change-factors.ts'
import { beginPasskey, beginTotp, enrolPasskey, enrolTotp } from './enrol-factor.ts'
import type { ActProof } from './prove-act.ts'
import { proveFactor } from './prove-factor.ts'
import { totpCode } from './totp.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const codeFor = (text: string) => totpCode(Secret.fromBase32(text).bytes, Date.now())

describe('an authenticator app', () => {
  test('is enrolled with its first code, and the session then has both factors under a new token', async () => {
    const user = await makeUser()
    const { session, at, given } = await signedIn(user, null)
    const { text } = await beginTotp(session, 'Portal')
    expect(await sessionOf(given)).toMatchObject({ secondFactor: false, factors: { totp: false } })
    const result = await enrolTotp(session, { code: codeFor(text), proof: null }, at)
    expect(await sessionOf(result.given!)).toMatchObject({ secondFactor: true, factors: { totp: true } })
    await expect(sessionOf(given)).rejects.toThrow('no session')
    expect(result.recoveryCodes).toHaveLength(10)
    expect((await mailsTo(user.email)).map((mail) => mail.kind)).toEqual(['factor-added'])
    expect(await trail('second_factor.enrolled')).toContainEqual(expect.objectContaining({ actor_id: String(user.id) }))
  })

  test('its secret is sealed in the table and bound to its person', async () => {
    const [one, two] = [await makeUser(), await makeUser()]
    const { secret } = await enrolled(one)
    await enrolled(two)
    const rows = await owner()<{ secret: Buffer }[]>`select secret from totp_factors where user_id = ${one.id}`
    expect(Buffer.from(rows[0]!.secret).includes(secret)).toBe(false)
    // Another person's secret put into the row doesn't open.
    await owner()`update totp_factors set secret = (select secret from totp_factors where user_id = ${two.id}) where user_id = ${one.id}`
    const { session, at } = await signedIn(one, null)
    await expect(proveFactor(session, { kind: 'totp', code: '123456' }, at)).rejects.toThrow(/authenticate/)
  })

  test('a wrong code enrols nothing, and the same secret may be tried again', async () => {
    const user = await makeUser()
    const { session, at } = await signedIn(user, null)
    const { text } = await beginTotp(session, 'Portal')
    const right = codeFor(text)
    const wrong = right === '000000' ? '000001' : '000000'
    await expect(enrolTotp(session, { code: wrong, proof: null }, at)).rejects.toMatchObject({ code: 'wrong_new_code' })
    expect((await enrolTotp(session, { code: right, proof: null }, at)).recoveryCodes).toHaveLength(10)
  })

  test('the code that enrolled it can’t be used again', async () => {
    const user = await makeUser()
    const { session, at } = await signedIn(user, null)
    const { text } = await beginTotp(session, 'Portal')
    const code = codeFor(text)
    await enrolTotp(session, { code: code, proof: null }, at)
    const again = await signedIn(user, null)
    await expect(proveFactor(again.session, { kind: 'totp', code }, again.at)).rejects.toMatchObject({ code: 'wrong_code' })
  })

  test('a secret older than ten minutes can’t be enrolled', async () => {
    const { session, at } = await signedIn(await makeUser(), null)
    const { text } = await beginTotp(session, 'Portal')
    await owner()`update challenges set ends_at = now() - interval '1 second'`
    await expect(enrolTotp(session, { code: codeFor(text), proof: null }, at)).rejects.toMatchObject({ code: 'link_expired' })
  })
})

describe('a thief with the password', () => {
  test('can’t enrol a factor beside the owner’s', async () => {
    const user = await makeUser()
    await enrolled(user)
    const { session } = await signedIn(user, null)
    await expect(beginTotp(session, 'Portal')).rejects.toMatchObject({ code: 'second_factor_needed' })
    await expect(beginPasskey(session, 'Portal')).rejects.toMatchObject({ code: 'second_factor_needed' })
  })

  test('who began before the owner enrolled can’t finish, and is signed out', async () => {
    const user = await makeUser()
    const thief = await signedIn(user, null)
    const { text } = await beginTotp(thief.session, 'Portal')
    await enrolled(user)
    await expect(sessionOf(thief.given)).rejects.toThrow('no session')
    await expect(enrolTotp(thief.session, { code: codeFor(text), proof: null }, thief.at)).rejects.toMatchObject({
      code: expect.stringMatching(/not_signed_in|link_expired|second_factor_needed/),
    })
    expect(await owner()`select 1 from totp_factors where user_id = ${user.id}`).toHaveLength(1)
  })

  test('of two sessions that enrol the first factor concurrently, one succeeds', async () => {
    const user = await makeUser()
    const both = await Promise.all([signedIn(user, null), signedIn(user, null)])
    const texts = await Promise.all(both.map(({ session }) => beginTotp(session, 'Portal')))
    const results = await Promise.allSettled(
      both.map(({ session, at }, i) => enrolTotp(session, { code: codeFor(texts[i]!.text), proof: null }, at)),
    )
    expect(results.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('with the owner’s cookie can’t enrol a factor, however recent the session’s factor is', async () => {
    const user = await makeUser()
    const { code } = await enrolled(user)
    const { session, at } = await signedIn(user)
    const { text } = await beginTotp(session, 'Portal')
    const attempt = (proof: ActProof | null) => enrolTotp(session, { code: codeFor(text), proof }, at)
    await expect(attempt(null)).rejects.toMatchObject({ code: 'second_factor_needed' })
    await expect(attempt({ kind: 'demo' })).rejects.toMatchObject({ code: 'factor_missing' })
    await expect(attempt({ kind: 'totp', code: wrongFor(await code()) })).rejects.toMatchObject({ code: 'wrong_code' })
    // The code of the app that is being enrolled is no proof by the old one.
    await expect(attempt({ kind: 'totp', code: codeFor(text) })).rejects.toMatchObject({ code: 'wrong_code' })
    expect((await listFactors(session)).totp).toBe(true)
    await expect(proveFactor((await signedIn(user, null)).session, { kind: 'totp', code: codeFor(text) }, at)).rejects.toMatchObject({
      code: 'wrong_code',
    })
  })
})

describe('an app replaces another', () => {
  test('by a code of the old app: the time of the session’s factor stays, and other sessions end', async () => {
    const user = await makeUser()
    const { proof, code } = await enrolled(user)
    const [here, there] = [await signedIn(user), await signedIn(user)]
    await owner()`update sessions set second_factor_at = now() - interval '1 hour' where user_id = ${user.id}`
    const { text } = await beginTotp(here.session, 'Portal')
    const result = await enrolTotp(here.session, { code: codeFor(text), proof: await proof() }, here.at)
    expect(result).toEqual({ given: null, recoveryCodes: null })
    const [row] = await owner()`select extract(epoch from now() - second_factor_at)::int as age from sessions where user_id = ${user.id}`
    expect(row?.age).toBeGreaterThanOrEqual(3600)
    await sessionOf(here.given)
    await expect(sessionOf(there.given)).rejects.toThrow('no session')
    const half = await signedIn(user, null)
    await expect(proveFactor(half.session, { kind: 'totp', code: await code() }, half.at)).rejects.toMatchObject({ code: 'wrong_code' })
    await owner()`update totp_factors set last_counter = 0 where user_id = ${user.id}`
    await proveFactor(half.session, { kind: 'totp', code: codeFor(text) }, half.at)
  })

  test('by a recovery code: the other factors and codes are void, and there are new recovery codes', async () => {
    const user = await makeUser()
    const { recoveryCodes } = await enrolled(user)
    const { session, at } = await signedIn(user)
    const { text } = await beginTotp(session, 'Portal')
    const proof = { kind: 'recovery', code: recoveryCodes[0]! } as const
    const result = await enrolTotp(session, { code: codeFor(text), proof }, at)
    expect(result.recoveryCodes).toHaveLength(10)
    const half = await signedIn(user, null)
    await expect(proveFactor(half.session, { kind: 'recovery', code: recoveryCodes[1]! }, half.at)).rejects.toMatchObject({
      code: 'wrong_code',
    })
  })
})

describe('a passkey', () => {
  test('is enrolled by an answer to our challenge, once', async () => {
    const user = await makeUser()
    const { session, at } = await signedIn(user, null)
    const answer = new Authenticator().make(await beginPasskey(session, 'Portal'))
    const { given, recoveryCodes } = await enrolPasskey(session, { answer, label: '工作电脑', proof: null }, at)
    expect(recoveryCodes).toHaveLength(10)
    expect(await sessionOf(given!)).toMatchObject({ secondFactor: true, factors: { passkeys: 1 } })
    await expect(enrolPasskey(await sessionOf(given!), { answer, label: 'again', proof: null }, at)).rejects.toMatchObject({
      code: 'second_factor_needed',
    })
  })

  test('for another site, or with another session’s challenge, it is refused', async () => {
    const { session, at } = await signedIn(await makeUser(), null)
    const elsewhere = new Authenticator('https://funds.evil.example').make(await beginPasskey(session, 'Portal'))
    await expect(enrolPasskey(session, { answer: elsewhere, label: 'x', proof: null }, at)).rejects.toMatchObject({ code: 'wrong_code' })
    const other = await signedIn(await makeUser(), null)
    const theirs = new Authenticator().make(await beginPasskey(other.session, 'Portal'))
    await beginPasskey(session, 'Portal')
    await expect(enrolPasskey(session, { answer: theirs, label: 'x', proof: null }, at)).rejects.toMatchObject({ code: 'wrong_code' })
  })

  test('enrolling a further factor gives no new recovery codes', async () => {
    const user = await makeUser()
    const { proof } = await enrolled(user)
    const { session, at } = await signedIn(user)
    const answer = new Authenticator().make(await beginPasskey(session, 'Portal'))
    expect((await enrolPasskey(session, { answer, label: 'key', proof: await proof() }, at)).recoveryCodes).toBeNull()
  })
})
