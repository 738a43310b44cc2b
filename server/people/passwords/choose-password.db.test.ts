import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  browser,
  closePeople,
  enrolled,
  mailsTo,
  makeUser,
  owner,
  sessionOf,
  signedIn,
  tokenTo,
  trail,
  withCookies,
  wrongFor,
} from '#db/test/people.ts'
import { proveFactor } from '../factors/prove-factor.ts'
import { changePassword, choosePassword } from './choose-password.ts'
import { sendPasswordLink } from './password-link.ts'
import { signIn } from './sign-in.ts'

const fresh = 'eleven grey herons'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

async function linkFor(email: string) {
  await sendPasswordLink(email)
  return tokenTo(email, 'password-reset')
}

describe('by the link of the mail', () => {
  test('the new password is in force, every session has ended, and the second factor is still required', async () => {
    const user = await makeUser()
    await enrolled(user)
    const before = await signedIn(user)
    const given = await choosePassword({ token: await linkFor(user.email), password: fresh }, browser())
    await expect(sessionOf(before.given)).rejects.toThrow('no session')
    expect(await sessionOf(given)).toMatchObject({ method: 'link', secondFactor: false })
    await signIn({ email: user.email, password: fresh }, browser())
    await expect(signIn({ email: user.email, password: 'nine quiet rivers' }, browser())).rejects.toMatchObject({
      code: 'wrong_credentials',
    })
    expect((await mailsTo(user.email)).map((mail) => mail.kind)).toContain('password-changed')
    expect(await trail('password.reset')).toMatchObject([{ actor_id: String(user.id), detail: { sessions_ended: 1 } }])
  })

  test('the link works once, also with two at the same time', async () => {
    const user = await makeUser()
    const token = await linkFor(user.email)
    const results = await Promise.allSettled([1, 2, 3].map(() => choosePassword({ token, password: fresh }, browser())))
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    await expect(choosePassword({ token, password: fresh }, browser())).rejects.toMatchObject({ code: 'link_expired' })
  })

  test('an expired, replaced or made-up link, and one of a disabled person, are refused alike', async () => {
    const user = await makeUser()
    const old = await linkFor(user.email)
    const newer = await linkFor(user.email)
    await expect(choosePassword({ token: old, password: fresh }, browser())).rejects.toMatchObject({ code: 'link_expired' })
    await owner()`update links set ends_at = now() where user_id = ${user.id}`
    await expect(choosePassword({ token: newer, password: fresh }, browser())).rejects.toMatchObject({ code: 'link_expired' })
    await expect(choosePassword({ token: 'x'.repeat(43), password: fresh }, browser())).rejects.toMatchObject({ code: 'link_expired' })
    const disabled = await makeUser()
    const token = await linkFor(disabled.email)
    await owner()`update users set disabled_at = now() where id = ${disabled.id}`
    await expect(choosePassword({ token, password: fresh }, browser())).rejects.toMatchObject({ code: 'link_expired' })
  })

  test('a refused password does not use the link up', async () => {
    const user = await makeUser({ email: 'herons@example.com' })
    const token = await linkFor(user.email)
    await expect(choosePassword({ token, password: 'password1' }, browser())).rejects.toMatchObject({ code: 'password_common' })
    await expect(choosePassword({ token, password: 'herons99' }, browser())).rejects.toMatchObject({ code: 'password_personal' })
    await choosePassword({ token, password: fresh }, browser())
  })

  test('known browsers are forgotten', async () => {
    const user = await makeUser()
    const { code } = await enrolled(user)
    const { session, at } = await signedIn(user, null)
    const known = withCookies(at, (await proveFactor(session, { kind: 'totp', code: await code() }, at)).given)
    await choosePassword({ token: await linkFor(user.email), password: fresh }, browser())
    for (let n = 0; n < 6; n++) await signIn({ email: user.email, password: 'guess' }, browser()).catch(() => {})
    await expect(signIn({ email: user.email, password: fresh }, known)).rejects.toMatchObject({ code: 'too_many_tries' })
  })
})

describe('by the old one', () => {
  test('with a proof the password changes, and all other sessions end', async () => {
    const user = await makeUser()
    const { proof } = await enrolled(user)
    const [here, there] = [await signedIn(user), await signedIn(user)]
    const typed = { current: 'nine quiet rivers', password: fresh }
    await changePassword(here.session, { ...typed, proof: await proof() }, here.at)
    await expect(sessionOf(there.given)).rejects.toThrow('no session')
    await sessionOf(here.given)
    expect((await mailsTo(user.email)).filter((mail) => mail.kind === 'password-changed')).toHaveLength(1)
    await signIn({ email: user.email, password: fresh }, browser())
  })

  test('guessing the old password is slowed, and a right one returns no try of the code', async () => {
    const user = await makeUser()
    const { code } = await enrolled(user)
    const { session, at } = await signedIn(user)
    const wrong = { kind: 'totp', code: wrongFor(await code()) } as const
    const attempt = (current: string) =>
      changePassword(session, { current, password: fresh, proof: wrong }, at).then(
        () => 'in',
        (error: { code: string }) => error.code,
      )
    const outcomes: string[] = []
    for (let n = 0; n < 12; n++) outcomes.push(await attempt(`guess ${n}`))
    expect(outcomes[0]).toBe('wrong_credentials')
    expect(outcomes.at(-1)).toBe('too_many_tries')
    await owner()`delete from throttles`
    const codes: string[] = []
    for (let n = 0; n < 7; n++) codes.push(await attempt('nine quiet rivers'))
    expect(codes).toEqual(['wrong_code', 'wrong_code', 'wrong_code', 'wrong_code', ...Array.from({ length: 3 }, () => 'too_many_tries')])
  })
})
