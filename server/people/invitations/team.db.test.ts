import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { closePeople, join, mailsTo, makeStore, makeUser, owner, sessionOf, signedIn, tokenTo, trail, browser } from '#db/test/people.ts'
import { scopeOfMember } from '#server/platform/actor.ts'
import { readInvitation } from './invite.ts'
import { inviteMember, readTeam, sendMemberInvitationAgain, withdrawMemberInvitation } from './team.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

async function house() {
  const store = await makeStore({ name: 'Lantern House' })
  const boss = await makeUser({ name: 'Mei' })
  await join(store, boss)
  const session = await sessionOf((await signedIn(boss)).given)
  return { session, scope: scopeOfMember(store, 'owner'), boss }
}

describe('an owner', () => {
  test('invites a colleague: a mail with the store’s name, a line in the trail, and who was invited stands in the list', async () => {
    const { session, scope, boss } = await house()
    await inviteMember(session, scope, { email: 'finance@lantern.example', role: 'finance' })
    expect(await mailsTo('finance@lantern.example')).toMatchObject([{ kind: 'invitation-member', params: { store: 'Lantern House' } }])
    expect((await trail('invitation.sent')).at(-1)).toMatchObject({ actor_id: String(boss.id), seller_id: scope.sellerId })
    const { members, invitations } = await readTeam(scope)
    expect(members).toMatchObject([{ name: 'Mei', role: 'owner' }])
    expect(invitations).toMatchObject([{ email: 'finance@lantern.example', role: 'finance', sent: 1, live: true }])
  })

  test('invites nobody twice, and nobody who has access', async () => {
    const { session, scope, boss } = await house()
    const wish = { email: 'once@lantern.example', role: 'viewer' } as const
    await inviteMember(session, scope, wish)
    await expect(inviteMember(session, scope, wish)).rejects.toMatchObject({ code: 'already_invited' })
    await expect(inviteMember(session, scope, { ...wish, email: boss.email })).rejects.toMatchObject({ code: 'already_member' })
  })

  test('sends an invitation again: only the newer link works; and withdraws it: none does', async () => {
    const { session, scope } = await house()
    await inviteMember(session, scope, { email: 'again@lantern.example', role: 'manager' })
    const first = await tokenTo('again@lantern.example', 'invitation-member')
    const id = (await readTeam(scope)).invitations[0]?.id ?? ''
    await sendMemberInvitationAgain(session, scope, id)
    const second = await tokenTo('again@lantern.example', 'invitation-member')
    expect(await readInvitation(first, browser())).toEqual({ state: 'gone' })
    expect(await readInvitation(second, browser())).toMatchObject({ state: 'open', store: 'Lantern House' })
    await withdrawMemberInvitation(session, scope, id)
    expect(await readInvitation(second, browser())).toEqual({ state: 'gone' })
    expect((await readTeam(scope)).invitations).toEqual([])
    await expect(withdrawMemberInvitation(session, scope, id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('another store’s invitation can be neither seen, sent nor withdrawn', async () => {
  const [mine, theirs] = [await house(), await house()]
  await inviteMember(theirs.session, theirs.scope, { email: 'guest@other.example', role: 'viewer' })
  const id = (await readTeam(theirs.scope)).invitations[0]?.id ?? ''
  expect((await readTeam(mine.scope)).invitations).toEqual([])
  await expect(sendMemberInvitationAgain(mine.session, mine.scope, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(withdrawMemberInvitation(mine.session, mine.scope, id)).rejects.toMatchObject({ code: 'not_found' })
  expect((await readTeam(theirs.scope)).invitations).toHaveLength(1)
})
