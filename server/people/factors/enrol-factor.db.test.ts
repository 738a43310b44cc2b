import { Secret } from 'otpauth'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Authenticator } from '#db/test/authenticator.ts'
import { closePeople, enrolled, mailsTo, makeUser, owner, sessionOf, signedIn, trail } from '#db/test/people.ts'
import { beginPasskey, beginTotp, enrolPasskey, enrolTotp } from './enrol-factor.ts'
import { totpCode } from './totp.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const codeFor = (text: string) => totpCode(Secret.fromBase32(text).bytes, Date.now())

describe('an authenticator app', () => {
  test('is nothing before its first code, and with it the session has both factors under a new token', async () => {
    const user = await makeUser()
    const { session, at, given } = await signedIn(user, null)
    const { text } = await beginTotp(session, 'Portal')
    expect(await sessionOf(given)).toMatchObject({ secondFactor: false, factors: { totp: false } })
    const result = await enrolTotp(session, codeFor(text), at)
    expect(await sessionOf(result.given)).toMatchObject({ secondFactor: true, factors: { totp: true } })
    await expect(sessionOf(given)).rejects.toThrow('no session')
    expect(result.recoveryCodes).toHaveLength(10)
    expect((await mailsTo(user.email)).map((mail) => mail.kind)).toEqual(['factor-added'])
    expect(await trail('second_factor.enrolled')).toContainEqual(expect.objectContaining({ actor_id: String(user.id) }))
  })

  test('its secret lies sealed in the table, bound to its person', async () => {
    const [one, two] = [await makeUser(), await makeUser()]
    const { secret } = await enrolled(one)
    await enrolled(two)
    const rows = await owner()<{ secret: Buffer }[]>`select secret from totp_factors where user_id = ${one.id}`
    expect(Buffer.from(rows[0]!.secret).includes(secret)).toBe(false)
    // Another person's secret put into the row doesn't open.
    await owner()`update totp_factors set secret = (select secret from totp_factors where user_id = ${two.id}) where user_id = ${one.id}`
    const { session, at } = await signedIn(one, null)
    const { proveFactor } = await import('./prove-factor.ts')
    await expect(proveFactor(session, { kind: 'totp', code: '123456' }, at)).rejects.toThrow(/authenticate/)
  })

  test('a wrong code enrols nothing, and the same secret may be tried again', async () => {
    const user = await makeUser()
    const { session, at } = await signedIn(user, null)
    const { text } = await beginTotp(session, 'Portal')
    const right = codeFor(text)
    const wrong = right === '000000' ? '000001' : '000000'
    await expect(enrolTotp(session, wrong, at)).rejects.toMatchObject({ code: 'wrong_code' })
    expect((await enrolTotp(session, right, at)).recoveryCodes).toHaveLength(10)
  })

  test('the enrolling code is used up', async () => {
    const user = await makeUser()
    const { session, at } = await signedIn(user, null)
    const { text } = await beginTotp(session, 'Portal')
    const code = codeFor(text)
    await enrolTotp(session, code, at)
    const again = await signedIn(user, null)
    const { proveFactor } = await import('./prove-factor.ts')
    await expect(proveFactor(again.session, { kind: 'totp', code }, again.at)).rejects.toMatchObject({ code: 'wrong_code' })
  })

  test('a secret older than ten minutes is gone', async () => {
    const { session, at } = await signedIn(await makeUser(), null)
    const { text } = await beginTotp(session, 'Portal')
    await owner()`update challenges set ends_at = now() - interval '1 second'`
    await expect(enrolTotp(session, codeFor(text), at)).rejects.toMatchObject({ code: 'link_expired' })
  })
})

describe('a thief with the password', () => {
  test('enrols nothing beside the owner’s factor', async () => {
    const user = await makeUser()
    await enrolled(user)
    const { session } = await signedIn(user, null)
    await expect(beginTotp(session, 'Portal')).rejects.toMatchObject({ code: 'second_factor_needed' })
    await expect(beginPasskey(session, 'Portal')).rejects.toMatchObject({ code: 'second_factor_needed' })
  })

  test('who began before the owner enrolled finishes nothing, and is out', async () => {
    const user = await makeUser()
    const thief = await signedIn(user, null)
    const { text } = await beginTotp(thief.session, 'Portal')
    await enrolled(user)
    await expect(sessionOf(thief.given)).rejects.toThrow('no session')
    await expect(enrolTotp(thief.session, codeFor(text), thief.at)).rejects.toMatchObject({
      code: expect.stringMatching(/link_expired|second_factor_needed/),
    })
    expect(await owner()`select 1 from totp_factors where user_id = ${user.id}`).toHaveLength(1)
  })

  test('of two sessions that enrol the first factor at once one wins', async () => {
    const user = await makeUser()
    const both = await Promise.all([signedIn(user, null), signedIn(user, null)])
    const texts = await Promise.all(both.map(({ session }) => beginTotp(session, 'Portal')))
    const results = await Promise.allSettled(both.map(({ session, at }, i) => enrolTotp(session, codeFor(texts[i]!.text), at)))
    expect(results.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('a factor proven long ago is not enough for a further one', async () => {
    const user = await makeUser()
    await enrolled(user)
    const { given } = await signedIn(user)
    await owner()`update sessions set second_factor_at = now() - interval '6 minutes' where user_id = ${user.id}`
    await expect(beginPasskey(await sessionOf(given), 'Portal')).rejects.toMatchObject({ code: 'second_factor_stale' })
  })
})

describe('a passkey', () => {
  test('is enrolled by answering our challenge, once', async () => {
    const user = await makeUser()
    const { session, at } = await signedIn(user, null)
    const answer = new Authenticator().make(await beginPasskey(session, 'Portal'))
    const { given, recoveryCodes } = await enrolPasskey(session, { answer, label: '工作电脑' }, at)
    expect(recoveryCodes).toHaveLength(10)
    expect(await sessionOf(given)).toMatchObject({ secondFactor: true, factors: { passkeys: 1 } })
    await expect(enrolPasskey(await sessionOf(given), { answer, label: 'again' }, at)).rejects.toMatchObject({ code: 'wrong_code' })
  })

  test('for another site, or with another session’s challenge, it is refused', async () => {
    const { session, at } = await signedIn(await makeUser(), null)
    const elsewhere = new Authenticator('https://funds.evil.example').make(await beginPasskey(session, 'Portal'))
    await expect(enrolPasskey(session, { answer: elsewhere, label: 'x' }, at)).rejects.toMatchObject({ code: 'wrong_code' })
    const other = await signedIn(await makeUser(), null)
    const theirs = new Authenticator().make(await beginPasskey(other.session, 'Portal'))
    await beginPasskey(session, 'Portal')
    await expect(enrolPasskey(session, { answer: theirs, label: 'x' }, at)).rejects.toMatchObject({ code: 'wrong_code' })
  })

  test('further factors bring no new recovery codes', async () => {
    const user = await makeUser()
    await enrolled(user)
    const { session, at } = await signedIn(user)
    const answer = new Authenticator().make(await beginPasskey(session, 'Portal'))
    expect((await enrolPasskey(session, { answer, label: 'key' }, at)).recoveryCodes).toBeNull()
  })
})
