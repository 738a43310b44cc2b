import { Secret } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  trail,
  withCookies,
} from '#db/test/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import { beginTotp, enrolTotp } from '../factors/enrol-factor.ts'
import { totpCode } from '../factors/totp.ts'
import { acceptInvitation, joinStore } from '../invitations/accept-invitation.ts'
import { createStaff } from './create-staff.ts'

beforeAll(() => owner()`insert into marketplaces (slug, name) values ('mall', 'Mall') on conflict do nothing`)
afterAll(closePeople)

const cli: Actor = { kind: 'job', name: 'admin' }
const wish = { marketplace: 'mall', name: '周瑾', locale: 'zh-CN', roles: ['admin', 'auditor'] } as const
const tokenOf = (made: { path: string }) => made.path.split('#')[1] ?? ''

test('the first member of staff gets a link, and has the roles only after setting up both factors', async () => {
  const made = await createStaff(cli, { ...wish, email: 'Zhou@Mall.example' })
  expect(made.path).toMatch(/^\/sign-in\/invitation#[\w-]{43}$/)
  expect(await mailsTo('zhou@mall.example')).toMatchObject([{ kind: 'invitation-staff', name: '周瑾' }])
  const at = browser()
  const given = await acceptInvitation({ token: tokenOf(made), name: '周瑾', password: 'plum 37 stairs', locale: 'zh-CN' }, at)
  const first = await sessionOf(given)
  expect(first).toMatchObject({ staff: null, stores: [] })
  const { text } = await beginTotp(first, 'Portal')
  const enrolled = await enrolTotp(
    first,
    { code: totpCode(Secret.fromBase32(text).bytes, Date.now()), proof: null },
    withCookies(at, given),
  )
  expect(await sessionOf(enrolled.given!)).toMatchObject({ staff: { roles: ['admin', 'auditor'], marketplace: 'Mall' } })
  expect(await trail('invitation.accepted')).toHaveLength(1)
})

test('creating the same person again voids the earlier link', async () => {
  const first = await createStaff(cli, { ...wish, email: 'again@mall.example' })
  const second = await createStaff(cli, { ...wish, email: 'again@mall.example' })
  const accept = (made: typeof first) =>
    acceptInvitation({ token: tokenOf(made), name: 'X', password: 'plum 37 stairs', locale: 'en' }, browser())
  await expect(accept(first)).rejects.toMatchObject({ code: 'link_expired' })
  await accept(second)
})

test('a person who already has a sign-in becomes staff by accepting the invitation with both factors', async () => {
  const user = await makeUser()
  const made = await createStaff(cli, { ...wish, email: user.email, roles: ['reviewer'] })
  const { session } = await signedIn(user)
  expect(session.staff).toBeNull()
  await expect(joinStore((await signedIn(user, null)).session, tokenOf(made))).rejects.toMatchObject({ code: 'second_factor_needed' })
  await joinStore(session, tokenOf(made))
  expect((await signedIn(user)).session.staff?.roles).toEqual(['reviewer'])
  expect((await signedIn(user, null)).session.staff).toBeNull()
})

test('a person can’t be staff and a store’s owner, in either order, also when the database’s owner writes it', async () => {
  const [seller, clerk] = [await makeUser(), await makeUser()]
  const store = await makeStore()
  await join(store, seller)
  const made = await createStaff(cli, { ...wish, email: seller.email })
  await expect(joinStore((await signedIn(seller)).session, tokenOf(made))).rejects.toMatchObject({ code: 'owner_and_staff' })
  await expect(appoint(seller, ['admin'])).rejects.toMatchObject({ code: 'PE001' })
  await appoint(clerk, ['admin'])
  await expect(join(store, clerk)).rejects.toMatchObject({ code: 'PE001' })
  await join(store, clerk, 'viewer')
  await expect(owner()`update members set role = 'owner' where user_id = ${clerk.id}`).rejects.toMatchObject({ code: 'PE001' })
})

test('of both concurrently one is refused', async () => {
  for (let round = 0; round < 10; round++) {
    const [user, store] = [await makeUser(), await makeStore()]
    const outcomes = await Promise.allSettled([appoint(user, ['admin']), join(store, user)])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  }
})

test('a member of staff must have a confirmed address', async () => {
  const user = await makeUser()
  await owner()`update users set email = ${`${user.id}@sign-on.invalid`}, email_confirmed_at = null where id = ${user.id}`
  await expect(appoint(user, ['admin'])).rejects.toMatchObject({ code: 'PE002' })
})

test('an invalid e-mail address is refused', async () => {
  await expect(createStaff(cli, { ...wish, email: 'zhou＠mall.example' })).rejects.toThrow(/invalid/i)
})
