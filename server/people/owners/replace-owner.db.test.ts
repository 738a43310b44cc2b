import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  appoint,
  browser,
  closePeople,
  join,
  mailsTo,
  makeStore,
  makeUser,
  owner,
  sessionOf,
  signedIn,
  tokenTo,
  trail,
} from '#db/test/people.ts'
import type { Actor, StaffRole } from '#server/platform/actor.ts'
import { acceptInvitation } from '../invitations/accept-invitation.ts'
import { inviteSellers } from '../invitations/invite-sellers.ts'
import { carryOutOwner, proposeOwner } from './replace-owner.ts'

afterAll(closePeople)
beforeEach(async () => {
  await owner()`delete from throttles`
})

const operator: Actor = { kind: 'job', name: 'admin' }
const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )
let stores = 0

async function staffWith(...roles: StaffRole[]) {
  const user = await makeUser()
  await appoint(user, roles)
  return user
}

/** A store with an owner, two members of staff, and who is to own it. */
async function house() {
  const seller = `replaced-${++stores}`
  const sellerId = await makeStore({ externalId: seller, name: 'Lantern House', email: `shop-${seller}@example.com`, locale: 'zh-TW' })
  const former = await makeUser()
  await join(sellerId, former)
  const [maker, checker] = [await staffWith('reviewer'), await staffWith('approver')]
  const email = `heir-${seller}@example.com`
  const propose = (by = maker.email, to = email) =>
    proposeOwner(operator, { by, marketplace: 'mall', seller, email: to, reason: 'The owner left the company; letter of 3 May' })
  return { seller, sellerId, former, maker, checker, email, propose }
}

test('two members of staff replace an owner: the former one loses access and is notified, the new one is invited and owns the store', async () => {
  const { sellerId, former, checker, email, propose } = await house()
  const { given } = await signedIn(former)
  const { id, hash, store } = await propose()
  expect(store).toBe('Lantern House')
  expect((await sessionOf(given)).stores).toHaveLength(1)
  await carryOutOwner(operator, { by: checker.email, id, hash })
  expect((await sessionOf(given)).stores).toEqual([])
  expect(await mailsTo(former.email)).toMatchObject([{ kind: 'owner-replaced', params: { store: 'Lantern House' } }])
  await inviteSellers() // the job that invites whom the marketplace named leaves the invitation alone
  const token = await tokenTo(email, 'invitation')
  const session = await sessionOf(await acceptInvitation({ token, name: 'Heir', password: 'plum 37 stairs', locale: 'zh-TW' }, browser()))
  expect(session.stores).toMatchObject([{ sellerId, role: 'owner' }])
  expect((await trail('owner.replaced')).at(-1)).toMatchObject({ seller_id: sellerId, detail: { by: checker.id, former: 1 } })
})

test('a member becomes the owner, and the former owner’s open invitations are void', async () => {
  const { sellerId, checker, propose } = await house()
  const member = await makeUser()
  await join(sellerId, member, 'finance')
  await owner()`
    insert into invitations (token_hash, seller_id, role, email, locale, ends_at)
    values (sha256(${`${sellerId}`}::bytea), ${sellerId}, 'manager', ${`left-${sellerId}@example.com`}, 'en', now() + interval '1 day')`
  const { id, hash } = await propose(undefined, member.email)
  await carryOutOwner(operator, { by: checker.email, id, hash })
  expect(await owner()`select user_id, role from members where seller_id = ${sellerId}`).toMatchObject([
    { user_id: member.id, role: 'owner' },
  ])
  expect(await owner()`select 1 from invitations where seller_id = ${sellerId} and withdrawn_at is null`).toEqual([])
})

describe('one person alone can’t replace an owner', () => {
  test('its maker, its beneficiary, a person without the role and a changed content are refused', async () => {
    const { sellerId, maker, checker, email, propose } = await house()
    const gains = await staffWith('admin', 'approver')
    expect(await outcome(propose(gains.email, gains.email))).toBe('not_allowed')
    expect(await outcome(propose(checker.email))).toBe('not_allowed')
    expect(await outcome(propose((await makeUser()).email))).toBe('not_allowed')
    const { id, hash } = await propose()
    await owner()`update staff set roles = array['reviewer', 'approver', 'admin'] where user_id = ${maker.id}`
    const carry = (by: string, what = hash) => outcome(carryOutOwner(operator, { by, id, hash: what }))
    expect(await carry(maker.email)).toBe('not_allowed')
    expect(await carry((await staffWith('auditor', 'reviewer')).email)).toBe('not_allowed')
    expect(await carry(checker.email, '0'.repeat(16))).toBe('not_found')
    await owner()`update users set disabled_at = now() where id = ${checker.id}`
    expect(await carry(checker.email)).toBe('not_allowed')
    const heir = await staffWith('approver')
    await owner()`update users set email = ${email} where id = ${heir.id}`
    expect(await carry(email)).toBe('not_allowed')
    expect(await owner()`select role from members where seller_id = ${sellerId}`).toMatchObject([{ role: 'owner' }])
  })

  test('staff of another marketplace can neither propose nor confirm; the same person working for this one can', async () => {
    const { sellerId, propose } = await house()
    const [other] = await owner()<[{ id: number }]>`insert into marketplaces (slug, name) values ('bazaar', 'Bazaar') returning id`
    const [maker, checker] = [await makeUser(), await makeUser()]
    await appoint(maker, ['reviewer'], other.id)
    await appoint(checker, ['approver'], other.id)
    const worksHere = ({ id }: { id: number }) => owner()`
      update staff set marketplace_id = (select marketplace_id from sellers where id = ${sellerId}) where user_id = ${id}`
    expect(await outcome(propose(maker.email))).toBe('not_allowed')
    await worksHere(maker)
    const { id, hash } = await propose(maker.email)
    const carry = () => outcome(carryOutOwner(operator, { by: checker.email, id, hash }))
    expect(await carry()).toBe('not_allowed')
    await worksHere(checker)
    expect(await carry()).toBe('done')
  })

  test('the database also refuses staff of another marketplace, the maker, the beneficiary and a changed proposal', async () => {
    const { maker, checker, email, propose } = await house()
    const { id } = await propose()
    const change = (what: string) => outcome(owner().unsafe(`update owner_replacements set ${what} where id = '${id}'`))
    expect(await change(`checked_by = ${maker.id}, checked_at = now()`)).toBe('23514')
    expect(await change(`email = 'thief@example.com'`)).toBe('LG002')
    expect(await change(`made_by = ${checker.id}`)).toBe('LG002')
    const heir = await makeUser({ email })
    expect(await change(`checked_by = ${heir.id}, checked_at = now()`)).toBe('23514')
    const stranger = await makeUser()
    expect(await change(`checked_by = ${stranger.id}, checked_at = now()`)).toBe('23514')
    expect(await change(`checked_by = ${checker.id}, checked_at = now()`)).toBe('done')
    expect(await change(`checked_at = now()`)).toBe('LG002')
  })

  test('of many concurrent confirmations one succeeds, and after three days none does', async () => {
    const { propose } = await house()
    const { id, hash } = await propose()
    const staff = await Promise.all(Array.from({ length: 5 }, () => staffWith('approver')))
    const outcomes = await Promise.all(staff.map(({ email }) => outcome(carryOutOwner(operator, { by: email, id, hash }))))
    expect(outcomes.toSorted()).toEqual(['done', ...Array.from({ length: 4 }, () => 'not_found')])
    const late = await house()
    const made = await late.propose()
    expect(await outcome(late.propose())).toBe('already_invited')
    await owner()`alter table owner_replacements disable trigger guarded`
    await owner()`update owner_replacements set ends_at = now() where id = ${made.id}`
    await owner()`alter table owner_replacements enable trigger guarded`
    expect(await outcome(carryOutOwner(operator, { by: late.checker.email, id: made.id, hash: made.hash }))).toBe('not_found')
    expect(await outcome(late.propose())).toBe('done')
  })
})
