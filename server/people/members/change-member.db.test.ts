import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { closePeople, enrolled, join, mailsTo, makeStore, makeUser, owner, sessionOf, signedIn, trail, scopeIn } from '#db/test/people.ts'
import { memberTx } from '#server/platform/tx.ts'
import { inviteMember } from '../invitations/team.ts'
import { changeRole, removeMember } from './change-member.ts'
import { changeMember } from './statements.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

async function house() {
  const store = await makeStore({ name: 'Lantern House' })
  const [boss, colleague] = [await makeUser({ name: 'Mei' }), await makeUser({ name: 'Lin' })]
  await join(store, boss)
  await join(store, colleague, 'finance')
  const app = await enrolled(boss)
  const { session } = await signedIn(boss)
  return { store, boss, colleague, session, scope: scopeIn(session), ...app }
}

test('an owner removes a member: their next call has no access, they are notified, and the audit trail has it', async () => {
  const { store, colleague, session, scope, proof } = await house()
  const { given } = await signedIn(colleague)
  expect((await sessionOf(given)).stores).toHaveLength(1)
  await removeMember(session, scope, { userId: colleague.id, proof: await proof() })
  expect(await sessionOf(given)).toMatchObject({ stores: [] })
  expect(await mailsTo(colleague.email)).toMatchObject([{ kind: 'member-removed', params: { store: 'Lantern House' } }])
  expect((await trail('member.removed')).at(-1)).toMatchObject({ seller_id: store, detail: { user: colleague.id } })
})

test('an owner changes a role: it is in force at the next call, and its time is stored', async () => {
  const { store, colleague, session, scope, proof } = await house()
  await owner()`update members set role_since = '2026-01-01' where seller_id = ${store}`
  const { given } = await signedIn(colleague)
  await changeRole(session, scope, { userId: colleague.id, role: 'manager', proof: await proof() })
  expect(scopeIn(await sessionOf(given))).toMatchObject({ role: 'manager' })
  const [row] = await memberTx(scope, (tx) => tx.sql<[{ recent: boolean }]>`select last_credential_change() > '2026-06-01' as recent`)
  expect(row.recent).toBe(true)
  expect(await mailsTo(colleague.email)).toMatchObject([{ kind: 'member-role', params: { role: 'manager' } }])
})

test('removing oneself, a member of another store, or a member without a proof is refused', async () => {
  const { boss, colleague, session, scope, proof } = await house()
  const other = await house()
  const remove = async (userId: number) => outcome(removeMember(session, scope, { userId, proof: await proof() }))
  expect(await remove(boss.id)).toBe('yourself')
  expect(await remove(other.colleague.id)).toBe('not_found')
  expect(await outcome(removeMember(session, scope, { userId: colleague.id, proof: { kind: 'demo' } }))).toBe('factor_missing')
  expect(await owner()`select 1 from members where user_id in (${boss.id}, ${colleague.id}, ${other.colleague.id})`).toHaveLength(3)
})

test('the open invitations of an owner who is removed or demoted are withdrawn', async () => {
  const { store, boss, colleague, session, scope, proof } = await house()
  await owner()`update members set role = 'owner' where user_id = ${colleague.id}`
  const app = await enrolled(colleague)
  const { session: theirs } = await signedIn(colleague)
  const open = () => owner()`
    select invited_by as by from invitations where seller_id = ${store} and accepted_at is null and withdrawn_at is null order by 1`
  const invite = async (by: typeof session, name: string, proven: Awaited<ReturnType<typeof proof>>) =>
    inviteMember(by, scopeIn(by), { email: `${name}-${store}@example.com`, role: 'viewer', proof: proven })
  await invite(session, 'mine', await proof())
  await invite(theirs, 'theirs', await app.proof())
  await changeRole(session, scope, { userId: colleague.id, role: 'manager', proof: await proof() })
  expect(await open()).toMatchObject([{ by: boss.id }])
  await owner()`update members set role = 'owner' where user_id = ${colleague.id}`
  await invite(theirs, 'again', await app.proof())
  await removeMember(session, scope, { userId: colleague.id, proof: await proof() })
  expect(await open()).toMatchObject([{ by: boss.id }])
})

test('of two owners who remove each other concurrently, one stays', async () => {
  const one = await house()
  await owner()`update members set role = 'owner' where user_id = ${one.colleague.id}`
  const app = await enrolled(one.colleague)
  const { session } = await signedIn(one.colleague)
  const outcomes = await Promise.all([
    outcome(removeMember(one.session, one.scope, { userId: one.colleague.id, proof: await one.proof() })),
    outcome(removeMember(session, scopeIn(session), { userId: one.boss.id, proof: await app.proof() })),
  ])
  expect(outcomes.toSorted()).toEqual(['done', 'not_allowed'])
  expect(await owner()`select 1 from members where seller_id = ${one.store}`).toHaveLength(1)
})

describe('the database checks again', () => {
  test('only an owner changes members, and nobody can make an owner', async () => {
    const { store, boss, colleague, scope } = await house()
    const as = (userId: number, member: number, role: 'manager' | null) =>
      memberTx({ ...scope, userId }, (tx) => changeMember(tx, member, role))
    expect(await as(colleague.id, boss.id, null)).toBe('not_allowed')
    expect(await as((await makeUser()).id, colleague.id, null)).toBe('not_allowed')
    expect(await memberTx({ ...scope, userId: boss.id }, (tx) => changeMember(tx, colleague.id, 'owner' as never))).toBe('not_allowed')
    expect(await as(boss.id, colleague.id, 'manager')).toBe('done')
    expect(await owner()`select role from members where seller_id = ${store} order by role`).toMatchObject([
      { role: 'manager' },
      { role: 'owner' },
    ])
  })

  test('no application role may change or delete a membership directly, or change an invitation’s content', async () => {
    const { store, boss, colleague, scope } = await house()
    const as = (work: Parameters<typeof memberTx>[1]) => outcome(memberTx({ ...scope, userId: boss.id }, work))
    expect(await as((tx) => tx.sql`delete from members where user_id = ${colleague.id}`)).toBe('42501')
    expect(await as((tx) => tx.sql`update members set role = 'owner' where user_id = ${colleague.id}`)).toBe('42501')
    expect(await as((tx) => tx.sql`insert into members (seller_id, user_id, role) values (${store}, ${boss.id}, 'owner')`)).toBe('42501')
    expect(await as((tx) => tx.sql`update invitations set role = 'owner'`)).toBe('42501')
  })

  test('an invitation’s content can’t be changed, not even by the database’s owner', async () => {
    const { boss, session, scope, proof } = await house()
    await inviteMember(session, scope, { email: `said-${boss.id}@example.com`, role: 'viewer', proof: await proof() })
    const change = async (what: string) => outcome(owner().unsafe(`update invitations set ${what} where invited_by = ${boss.id}`))
    expect(await change("role = 'owner'")).toBe('LG002')
    expect(await change("email = 'thief@example.com'")).toBe('LG002')
    expect(await change(`invited_by = ${boss.id - 1}`)).toBe('LG002')
    expect(await change('withdrawn_at = now()')).toBe('done')
  })
})

test('disabling a person ends their sessions, links and open invitations at once', async () => {
  const { boss, colleague, session, scope, proof } = await house()
  const { given } = await signedIn(boss)
  await inviteMember(session, scope, { email: `guest-${boss.id}@example.com`, role: 'viewer', proof: await proof() })
  await owner()`update users set disabled_at = now() where id = ${boss.id}`
  await expect(sessionOf(given)).rejects.toThrow('no session')
  expect(await owner()`select 1 from sessions where user_id = ${boss.id}`).toEqual([])
  expect(await owner()`select 1 from links where user_id = ${boss.id}`).toEqual([])
  expect(await owner()`select 1 from invitations where invited_by = ${boss.id} and withdrawn_at is null`).toEqual([])
  await sessionOf((await signedIn(colleague)).given)
})
