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
import { readInvitation } from './invite-sellers.ts'
import { inviteMember, readTeam, sendMemberInvitationAgain, withdrawMemberInvitation } from './team.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

async function house() {
  const store = await makeStore({ name: 'Lantern House' })
  const boss = await makeUser({ name: 'Mei' })
  await join(store, boss)
  const { proof } = await enrolled(boss)
  const { session, given } = await signedIn(boss)
  return { session: await sessionOf(given), scope: scopeIn(session, store), boss, proof }
}

describe('an owner', () => {
  test('invites a colleague: a mail with the store’s name is sent, and the audit trail and the list have the invitation', async () => {
    const { session, scope, boss, proof } = await house()
    await inviteMember(session, scope, { email: 'finance@lantern.example', role: 'finance', proof: await proof() })
    expect(await mailsTo('finance@lantern.example')).toMatchObject([{ kind: 'invitation-member', params: { store: 'Lantern House' } }])
    expect((await trail('invitation.sent')).at(-1)).toMatchObject({ actor_id: String(boss.id), seller_id: scope.sellerId })
    const { members, invitations } = await readTeam(scope)
    expect(members).toMatchObject([{ name: 'Mei', role: 'owner' }])
    expect(invitations).toMatchObject([{ email: 'finance@lantern.example', role: 'finance', sent: 1, live: true }])
  })

  test('may send twenty mails a day, counting repeats; another store has its own limit', async () => {
    const [one, other] = [await house(), await house()]
    const outcome = (attempt: Promise<void>) =>
      attempt.then(
        () => 'sent',
        (error: { code: string; params: { seconds: number } }) => `${error.code} ${Math.round(error.params.seconds / 3600)} h`,
      )
    const invite = async ({ session, scope, proof }: typeof one, n: number) =>
      outcome(inviteMember(session, scope, { email: `crowd-${scope.sellerId}-${n}@example.com`, role: 'viewer', proof: await proof() }))
    for (let n = 0; n < 19; n++) expect(await invite(one, n)).toBe('sent')
    const [first] = (await readTeam(one.scope)).invitations
    expect(await outcome(sendMemberInvitationAgain(one.scope, first?.id ?? ''))).toBe('sent')
    expect(await invite(one, 20)).toBe('too_many_tries 24 h')
    const [, second] = (await readTeam(one.scope)).invitations
    expect(await outcome(sendMemberInvitationAgain(one.scope, second?.id ?? ''))).toBe('too_many_tries 24 h')
    expect(await invite(other, 0)).toBe('sent')
  })

  test('can’t invite an address twice, nor a member', async () => {
    const { session, scope, boss, proof } = await house()
    const wish = { email: 'once@lantern.example', role: 'viewer' } as const
    await inviteMember(session, scope, { ...wish, proof: await proof() })
    await expect(inviteMember(session, scope, { ...wish, proof: await proof() })).rejects.toMatchObject({ code: 'already_invited' })
    await expect(inviteMember(session, scope, { ...wish, email: boss.email, proof: await proof() })).rejects.toMatchObject({
      code: 'already_member',
    })
  })

  test('sends an invitation again, and only the newer link works; withdraws it, and no link works', async () => {
    const { session, scope, proof } = await house()
    await inviteMember(session, scope, { email: 'again@lantern.example', role: 'manager', proof: await proof() })
    const first = await tokenTo('again@lantern.example', 'invitation-member')
    const id = (await readTeam(scope)).invitations[0]?.id ?? ''
    await sendMemberInvitationAgain(scope, id)
    const second = await tokenTo('again@lantern.example', 'invitation-member')
    expect(await readInvitation(first, browser())).toEqual({ state: 'gone' })
    expect(await readInvitation(second, browser())).toMatchObject({ state: 'open', store: 'Lantern House' })
    await withdrawMemberInvitation(scope, id)
    expect(await readInvitation(second, browser())).toEqual({ state: 'gone' })
    expect((await readTeam(scope)).invitations).toEqual([])
    await expect(withdrawMemberInvitation(scope, id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('another store’s invitation can’t be seen, sent or withdrawn', async () => {
  const [mine, theirs] = [await house(), await house()]
  await inviteMember(theirs.session, theirs.scope, { email: 'guest@other.example', role: 'viewer', proof: await theirs.proof() })
  const id = (await readTeam(theirs.scope)).invitations[0]?.id ?? ''
  expect((await readTeam(mine.scope)).invitations).toEqual([])
  await expect(sendMemberInvitationAgain(mine.scope, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(withdrawMemberInvitation(mine.scope, id)).rejects.toMatchObject({ code: 'not_found' })
  expect((await readTeam(theirs.scope)).invitations).toHaveLength(1)
})
