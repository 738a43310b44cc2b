import { Secret } from 'otpauth'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Authenticator } from '#db/test/authenticator.ts'
import {
  browser,
  closePeople,
  enrolled,
  join,
  mailsTo,
  makeStore,
  makeUser,
  owner,
  sessionOf,
  signedIn,
  tokenTo,
  scopeIn,
} from '#db/test/people.ts'
import { changeEmail, confirmEmail } from '../email/change-email.ts'
import { removeFactor } from '../factors/change-factors.ts'
import { beginPasskey, beginTotp, enrolPasskey, enrolTotp } from '../factors/enrol-factor.ts'
import { proveFactor } from '../factors/prove-factor.ts'
import { totpCode } from '../factors/totp.ts'
import { acceptInvitation } from '../invitations/accept-invitation.ts'
import { inviteMember } from '../invitations/team.ts'
import { choosePassword } from '../passwords/choose-password.ts'
import { sendPasswordLink } from '../passwords/password-link.ts'
import { signIn } from '../passwords/sign-in.ts'
import { readFreeze } from './read-freeze.ts'
import { undoChange } from './undo-change.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

/** A store's owner with an app; the session is a thief's too, and so are the codes that the thief was given. */
async function victim() {
  const user = await makeUser()
  const sellerId = await makeStore()
  await join(sellerId, user)
  return { user, sellerId, ...(await enrolled(user)), ...(await signedIn(user)) }
}
type Victim = Awaited<ReturnType<typeof victim>>

/** The thief replaces the victim's app by one of their own. */
async function replaceApp({ session, at, proof }: Victim) {
  const { text } = await beginTotp(session, 'Portal')
  const secret = Secret.fromBase32(text).bytes
  await enrolTotp(session, { code: totpCode(secret, Date.now()), proof: await proof() }, at)
  return secret
}

const factorsOf = (userId: number) => owner()`
  select (select count(*)::int from totp_factors where user_id = ${userId}) as totp,
    (select count(*)::int from passkeys where user_id = ${userId}) as passkeys`

/** Enters as the owner would after the undo: a new password by the mail, and the app that they had. */
async function comeBack({ user, code }: Victim) {
  const token = await tokenTo(user.email, 'password-undone')
  const given = await choosePassword({ token, password: 'eleven grey herons' }, browser())
  return proveFactor(await sessionOf(given), { kind: 'totp', code: await code() }, browser())
}

test('undoing a replaced authenticator app restores the victim’s, ends all sessions and mails a password link', async () => {
  const one = await victim()
  const { user, given } = one
  const secret = await replaceApp(one)
  await undoChange(await tokenTo(user.email, 'factor-added'), browser())
  await expect(sessionOf(given)).rejects.toThrow('no session')
  expect(await outcome(signIn({ email: user.email, password: 'nine quiet rivers' }, browser()))).toBe('wrong_credentials')
  await comeBack(one)
  const half = await signedIn(user, null)
  await owner()`update totp_factors set last_counter = 0 where user_id = ${user.id}`
  expect(await outcome(proveFactor(half.session, { kind: 'totp', code: totpCode(secret, Date.now()) }, half.at))).toBe('wrong_code')
})

test('undoing a change of address restores the old one; the link sent to the thief’s address undoes nothing', async () => {
  const one = await victim()
  const { user, session, at, proof } = one
  const thiefs = `thief-${user.id}@example.com`
  await changeEmail(session, { email: thiefs, proof: await proof() })
  await confirmEmail(await tokenTo(thiefs, 'email-confirm'), at)
  await replaceApp({ ...one, session: await sessionOf(one.given) })
  await undoChange(await tokenTo(user.email, 'email-changed'), browser())
  expect(await owner()`select email from users where id = ${user.id}`).toMatchObject([{ email: user.email }])
  expect((await mailsTo(thiefs)).map((mail) => mail.kind)).toContain('email-taken-back')
  expect(await outcome(undoChange(await tokenTo(thiefs, 'factor-added'), browser()))).toBe('link_expired')
  await comeBack(one)
})

test('the link of the first warning works before the new address is confirmed', async () => {
  const one = await victim()
  const { user, session, proof } = one
  await changeEmail(session, { email: `early-${user.id}@example.com`, proof: await proof() })
  await undoChange(await tokenTo(user.email, 'email-asked'), browser())
  expect(await outcome(confirmEmail(await tokenTo(`early-${user.id}@example.com`, 'email-confirm'), browser()))).toBe('link_expired')
})

test('after several changes the link of the first one restores the state before all of them', async () => {
  const one = await victim()
  const { user, session, at, proof } = one
  const key = new Authenticator()
  await enrolPasskey(session, { answer: key.make(await beginPasskey(session, 'Portal')), label: 'thief', proof: await proof() }, at)
  const first = await tokenTo(user.email, 'factor-added')
  await removeFactor(await sessionOf(one.given), { which: 'totp', proof: await proof() }, at)
  expect(await factorsOf(user.id)).toMatchObject([{ totp: 0, passkeys: 1 }])
  const second = await tokenTo(user.email, 'factor-removed')
  await undoChange(first, browser())
  expect(await factorsOf(user.id)).toMatchObject([{ totp: 1, passkeys: 0 }])
  expect(await outcome(undoChange(second, browser()))).toBe('link_expired')
})

test('an accomplice who has joined meanwhile is expelled', async () => {
  const { user, sellerId, session, at, proof } = await victim()
  const email = `accomplice-${user.id}@example.com`
  await inviteMember(session, scopeIn(session), { email, role: 'manager', proof: await proof() })
  const token = await tokenTo(email, 'invitation-member')
  await acceptInvitation({ token, name: 'X', password: 'plum 37 stairs', locale: 'en' }, browser())
  await changeEmail(session, { email: `t-${user.id}@example.com`, proof: await proof() })
  await undoChange(await tokenTo(user.email, 'email-asked'), at)
  expect(await owner()`select user_id from members where seller_id = ${sellerId}`).toMatchObject([{ user_id: user.id }])
})

test('the link in the notice of an invitation withdraws it and expels a person who joined by it', async () => {
  const { user, sellerId, session, at, proof } = await victim()
  const invite = async (email: string) => {
    await inviteMember(session, scopeIn(session), { email, role: 'manager', proof: await proof() })
    return tokenTo(email, 'invitation-member')
  }
  const token = await invite(`joins-${user.id}@example.com`)
  await acceptInvitation({ token, name: 'X', password: 'plum 37 stairs', locale: 'en' }, browser())
  const first = await tokenTo(user.email, 'member-invited')
  await invite(`waits-${user.id}@example.com`)
  await undoChange(first, at)
  expect(await owner()`select user_id from members where seller_id = ${sellerId}`).toMatchObject([{ user_id: user.id }])
  expect(await owner()`select 1 from invitations where seller_id = ${sellerId} and accepted_at is null and withdrawn_at is null`).toEqual(
    [],
  )
})

test('undoing freezes the money of the person and of each of their stores, no other, and once only', async () => {
  const one = await victim()
  const { user, session } = one
  expect(await readFreeze(scopeIn(session))).toBeNull()
  const other = await victim()
  await replaceApp(one)
  await undoChange(await tokenTo(user.email, 'factor-added'), browser())
  const again = await signedIn(user)
  await replaceApp({ ...one, ...again })
  await undoChange(await tokenTo(user.email, 'factor-added'), browser())
  const rows = await owner()`select seller_id from money_freezes where user_id = ${user.id} order by seller_id nulls first`
  expect(rows.map((row) => row.seller_id)).toEqual([null, one.sellerId])
  expect(await readFreeze(scopeIn(session))).toBeInstanceOf(Date)
  expect(await readFreeze(scopeIn(other.session))).toBeNull()
})

describe('the link', () => {
  test('works once, also with several at once, and for three days', async () => {
    const one = await victim()
    await replaceApp(one)
    const token = await tokenTo(one.user.email, 'factor-added')
    const results = await Promise.all([1, 2, 3].map(() => outcome(undoChange(token, browser()))))
    expect(results.toSorted()).toEqual(['done', 'link_expired', 'link_expired'])
    const two = await victim()
    await replaceApp(two)
    const [row] =
      await owner()`select extract(epoch from ends_at - now())::int / 3600 as hours from links where user_id = ${two.user.id} and kind = 'undo'`
    expect(row?.hours).toBeGreaterThanOrEqual(71)
    await owner()`update links set ends_at = now() where user_id = ${two.user.id}`
    expect(await outcome(undoChange(await tokenTo(two.user.email, 'factor-added'), browser()))).toBe('link_expired')
    expect(await outcome(undoChange('x'.repeat(43), browser()))).toBe('link_expired')
  })

  test('still works after later changes by the thief', async () => {
    const one = await victim()
    await replaceApp(one)
    const token = await tokenTo(one.user.email, 'factor-added')
    await sendPasswordLink(one.user.email)
    await choosePassword({ token: await tokenTo(one.user.email, 'password-reset'), password: 'eleven grey herons' }, browser())
    expect(await outcome(undoChange(token, browser()))).toBe('done')
  })
})

// Whoever reads the mailbox has the links of honest changes too: they lead to the state before, never to fewer factors.
test('undoing the enrolment of the first factor keeps it, since otherwise the mailbox alone would sign in', async () => {
  const user = await makeUser()
  const { session, at } = await signedIn(user, null)
  const { text } = await beginTotp(session, 'Portal')
  const secret = Buffer.from(Secret.fromBase32(text).bytes)
  await enrolTotp(session, { code: totpCode(secret, Date.now()), proof: null }, at)
  await undoChange(await tokenTo(user.email, 'factor-added'), browser())
  const given = await choosePassword({ token: await tokenTo(user.email, 'password-undone'), password: 'eleven grey herons' }, browser())
  const half = await sessionOf(given)
  expect(half).toMatchObject({ secondFactor: false, factors: { totp: true } })
  expect(await outcome(beginTotp(half, 'Portal'))).toBe('second_factor_needed')
})

test('undoing an honest change does not let a thief with the mailbox bypass a factor', async () => {
  const one = await victim()
  const { user } = one
  const secret = await replaceApp(one) // the owner's own new phone
  await undoChange(await tokenTo(user.email, 'factor-added'), browser())
  const given = await choosePassword({ token: await tokenTo(user.email, 'password-undone'), password: 'eleven grey herons' }, browser())
  const half = await sessionOf(given)
  expect(half).toMatchObject({ secondFactor: false, factors: { totp: true } })
  expect(await outcome(beginTotp(half, 'Portal'))).toBe('second_factor_needed')
  expect(await outcome(proveFactor(half, { kind: 'totp', code: totpCode(secret, Date.now()) }, browser()))).toBe('wrong_code')
})
