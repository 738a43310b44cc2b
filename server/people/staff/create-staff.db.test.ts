import { Secret } from 'otpauth'
import { afterAll, expect, test } from 'vitest'
import { browser, closePeople, mailsTo, makeUser, sessionOf, signedIn, trail, withCookies } from '#db/test/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import { beginTotp, enrolTotp } from '../factors/enrol-factor.ts'
import { totpCode } from '../factors/totp.ts'
import { acceptInvitation } from '../invitations/accept-invitation.ts'
import { createStaff } from './create-staff.ts'

afterAll(closePeople)

const cli: Actor = { kind: 'job', name: 'admin' }
const wish = { name: '周瑾', locale: 'zh-CN', roles: ['admin', 'auditor'] } as const
const tokenOf = (made: { path: string } | null) => made?.path.split('#')[1] ?? ''

test('the first member of staff gets a link, sets up both factors, and only then has the roles', async () => {
  const made = await createStaff(cli, { ...wish, email: 'Zhou@Mall.example' })
  expect(made?.path).toMatch(/^\/sign-in\/invitation#[\w-]{43}$/)
  expect(await mailsTo('zhou@mall.example')).toMatchObject([{ kind: 'invitation-staff', name: '周瑾' }])
  const at = browser()
  const given = await acceptInvitation({ token: tokenOf(made), name: '周瑾', password: 'plum 37 stairs', locale: 'zh-CN' }, at)
  const first = await sessionOf(given)
  expect(first).toMatchObject({ staff: [], stores: [] })
  const { text } = await beginTotp(first, 'Portal')
  const enrolled = await enrolTotp(first, totpCode(Secret.fromBase32(text).bytes, Date.now()), withCookies(at, given))
  expect(await sessionOf(enrolled.given)).toMatchObject({ staff: ['admin', 'auditor'], scope: null })
  expect(await trail('invitation.accepted')).toHaveLength(1)
})

test('asked again, the earlier link works no more', async () => {
  const first = await createStaff(cli, { ...wish, email: 'again@mall.example' })
  const second = await createStaff(cli, { ...wish, email: 'again@mall.example' })
  const accept = (made: typeof first) =>
    acceptInvitation({ token: tokenOf(made), name: 'X', password: 'plum 37 stairs', locale: 'en' }, browser())
  await expect(accept(first)).rejects.toMatchObject({ code: 'link_expired' })
  await accept(second)
})

test('somebody who has a sign-in is appointed at once', async () => {
  const user = await makeUser()
  expect(await createStaff(cli, { ...wish, email: user.email, roles: ['reviewer'] })).toBeNull()
  expect((await signedIn(user)).session.staff).toEqual(['reviewer'])
  expect((await signedIn(user, null)).session.staff).toEqual([])
})

test('what is no address is refused', async () => {
  await expect(createStaff(cli, { ...wish, email: 'zhou＠mall.example' })).rejects.toThrow(/invalid/i)
})
