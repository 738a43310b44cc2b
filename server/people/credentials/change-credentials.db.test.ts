import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  browser,
  closePeople,
  enrolled,
  join,
  mailsTo,
  makeStore,
  makeUser,
  owner,
  scopeIn,
  sessionOf,
  signedIn,
  tokenTo,
  trail,
} from '#db/test/people.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { changeEmail, confirmEmail } from '../email/change-email.ts'
import { removeFactor, renewRecoveryCodes } from '../factors/change-factors.ts'
import { beginTotp, enrolTotp } from '../factors/enrol-factor.ts'
import { proveFactor } from '../factors/prove-factor.ts'
import { acceptInvitation } from '../invitations/accept-invitation.ts'
import { inviteMember } from '../invitations/team.ts'
import { changePassword, choosePassword } from '../passwords/choose-password.ts'
import { sendPasswordLink } from '../passwords/password-link.ts'
import { signIn } from '../passwords/sign-in.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const fresh = 'eleven grey herons'
const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

/** A store's owner with an app, a day old recovery codes included, and a session that a thief has too. */
async function victim() {
  const user = await makeUser()
  const sellerId = await makeStore()
  await join(sellerId, user)
  const app = await enrolled(user)
  await owner()`update recovery_codes set created_at = now() - interval '30 days' where user_id = ${user.id}`
  return { user, sellerId, ...app, ...(await signedIn(user)) }
}

/** Resets the password by the mailbox, as somebody does who feels that something is wrong. */
async function reset(email: string) {
  await sendPasswordLink(email)
  return choosePassword({ token: await tokenTo(email, 'password-reset'), password: fresh }, browser())
}

// A thief who has a session cookie and got hold of one code (or could, before codes were bound to their act): each lasting way in
// that they prepare is void once the victim has reset the password.
describe('after the victim’s password reset', () => {
  test('every session of the thief ends', async () => {
    const { user, given } = await victim()
    const copy = await signedIn(user)
    await reset(user.email)
    for (const one of [given, copy.given]) await expect(sessionOf(one)).rejects.toThrow('no session')
  })

  test('a change of address that the thief requested can no longer be confirmed', async () => {
    const { user, session, proof } = await victim()
    await changeEmail(session, { email: 'thief-1@example.com', proof: await proof() })
    const token = await tokenTo('thief-1@example.com', 'email-confirm')
    await reset(user.email)
    expect(await outcome(confirmEmail(token, browser()))).toBe('link_expired')
    expect(await owner()`select email from users where id = ${user.id}`).toMatchObject([{ email: user.email }])
  })

  test('recovery codes that the thief generated are void, and the victim’s earlier ones still work', async () => {
    const { user, session, proof, at, recoveryCodes } = await victim()
    const other = await victim()
    const stolen = await renewRecoveryCodes(session, await proof(), at)
    for (const { email } of [user, other.user]) await reset(email)
    const half = await signedIn(user, null)
    expect(await outcome(proveFactor(half.session, { kind: 'recovery', code: stolen[0]! }, half.at))).toBe('wrong_code')
    const honest = await signedIn(other.user, null)
    expect(await outcome(proveFactor(honest.session, { kind: 'recovery', code: other.recoveryCodes[0]! }, honest.at))).toBe('done')
    expect(recoveryCodes).toHaveLength(10)
  })

  test('an accomplice whom the thief invited can’t join; an invitation older than 72 hours stays valid', async () => {
    const { user, session, proof } = await victim()
    const scope = scopeIn(session)
    await inviteMember(session, scope, { email: 'accomplice-1@example.com', role: 'manager', proof: await proof() })
    await inviteMember(session, scope, { email: 'colleague-1@example.com', role: 'finance', proof: await proof() })
    await owner()`update invitations set created_at = now() - interval '73 hours' where email = 'colleague-1@example.com'`
    await reset(user.email)
    const accept = async (email: string) =>
      outcome(
        acceptInvitation(
          { token: await tokenTo(email, 'invitation-member'), name: 'X', password: 'plum 37 stairs', locale: 'en' },
          browser(),
        ),
      )
    expect(await accept('accomplice-1@example.com')).toBe('link_expired')
    expect(await accept('colleague-1@example.com')).toBe('done')
    expect((await trail('invitation.withdrawn')).at(-1)).toMatchObject({ actor_id: String(user.id) })
  })

  test('a factor that the thief began to enrol can’t be completed', async () => {
    const { user, session, at, proof } = await victim()
    await beginTotp(session, 'Portal')
    const stolen = await proof()
    await reset(user.email)
    expect(await outcome(enrolTotp(session, { code: '123456', proof: stolen }, at))).toBe('not_signed_in')
    expect(await owner()`select 1 from challenges where session_id = ${session.sessionId}`).toEqual([])
  })

  test('other password links, known browsers and proven networks are void', async () => {
    const { user } = await victim()
    await owner()`insert into devices (token_hash, user_id) values (sha256('x'), ${user.id})`
    await owner()`insert into proven_networks (user_id, network) values (${user.id}, sha256('x'))`
    await sendPasswordLink(user.email)
    await owner()`update links set kind = 'password' where user_id = ${user.id}`
    await reset(user.email)
    expect(await owner()`select 1 from links where user_id = ${user.id} and kind <> 'undo' and used_at is null`).toEqual([])
    expect(await owner()`select 1 from devices where user_id = ${user.id}`).toEqual([])
    expect(await owner()`select 1 from proven_networks where user_id = ${user.id}`).toEqual([])
  })
})

test('negative control: without changeCredentials, each of these ways stays open', async () => {
  const { user, session, proof, at } = await victim()
  await changeEmail(session, { email: 'thief-2@example.com', proof: await proof() })
  const [asked] = [await tokenTo('thief-2@example.com', 'email-confirm')]
  await inviteMember(session, scopeIn(session), { email: 'accomplice-2@example.com', role: 'manager', proof: await proof() })
  const token = await tokenTo('accomplice-2@example.com', 'invitation-member')
  await owner()`update users set password_hash = null where id = ${user.id}` // a reset that forgets everything else
  expect(await outcome(acceptInvitation({ token, name: 'X', password: 'plum 37 stairs', locale: 'en' }, browser()))).toBe('done')
  expect(await outcome(confirmEmail(asked, at))).toBe('done')
})

describe('each change of a credential', () => {
  type Victim = Awaited<ReturnType<typeof victim>>
  const changes: [string, string, (of: Victim) => Promise<unknown>][] = [
    [
      'a new password',
      'password-changed',
      async ({ session, proof, at }) =>
        changePassword(session, { current: 'nine quiet rivers', password: fresh, proof: await proof() }, at),
    ],
    ['new recovery codes', 'recovery-renewed', async ({ session, proof, at }) => renewRecoveryCodes(session, await proof(), at)],
    [
      'a factor that goes',
      'factor-removed',
      async ({ user, session, proof, at }) => {
        await owner()`
          insert into passkeys (id, user_id, public_key, counter, transports, label)
          values (${`key-${user.id}`}, ${user.id}, 'key', 0, '{}', 'key')`
        return removeFactor(session, { which: { passkey: `key-${user.id}` }, proof: await proof() }, at)
      },
    ],
    [
      'another address',
      'email-changed',
      async ({ user, session, proof, at }) => {
        const email = `moved-${user.id}@example.com`
        await changeEmail(session, { email, proof: await proof() })
        return confirmEmail(await tokenTo(email, 'email-confirm'), at)
      },
    ],
  ]

  test.each(changes)(
    '%s: all sessions but the acting one end, the time is stamped, and the former address is notified',
    async (_what, kind, change) => {
      const one = await victim()
      const { user, sellerId, session, given, proof } = one
      const other = await signedIn(user)
      await inviteMember(session, scopeIn(session), { email: `guest-${user.id}@example.com`, role: 'viewer', proof: await proof() })
      const changedAt = () => sellerTx(scopeIn(session), (tx) => tx.sql<[{ at: Date }]>`select last_credential_change() as at`)
      const [before] = await changedAt()
      await change(one)
      await expect(sessionOf(other.given)).rejects.toThrow('no session')
      await sessionOf(given)
      const [after] = await changedAt()
      expect(after.at.getTime()).toBeGreaterThan(before.at.getTime())
      expect(await owner()`select 1 from invitations where seller_id = ${sellerId} and withdrawn_at is null`).toEqual([])
      const told = (await mailsTo(user.email)).filter((mail) => mail.kind === kind)
      expect(told).toMatchObject([{ link: { page: '/sign-in/undo' } }])
    },
  )

  test('credentials_changed_at never goes back, also when the owner of the database writes it', async () => {
    const { user, session, proof, at } = await victim()
    await renewRecoveryCodes(session, await proof(), at)
    const stamp = () => owner()`select credentials_changed_at as at from users where id = ${user.id}`
    const [before] = await stamp()
    await owner()`update users set credentials_changed_at = null where id = ${user.id}`
    await owner()`update users set credentials_changed_at = '2020-01-01' where id = ${user.id}`
    expect(await stamp()).toEqual([before])
  })
})

test('of two concurrent changes in two sessions the second one is refused, because its session has ended', async () => {
  const { user, proof } = await victim()
  const [one, two] = [await signedIn(user), await signedIn(user)]
  const proofs = [await proof(), { kind: 'recovery', code: 'AAAAAAAAAA' }] as const
  await renewRecoveryCodes(one.session, proofs[0], one.at)
  expect(await outcome(renewRecoveryCodes(two.session, proofs[1], two.at))).toBe('not_signed_in')
  expect(await outcome(signIn({ email: user.email, password: 'nine quiet rivers' }, browser()))).toBe('done')
})
