import { afterAll, describe, expect, test } from 'vitest'
import { appoint, closePeople, join, makeStore, makeUser, owner, scopeIn, signedIn } from '#db/test/people.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { oneStatement, personTx, sellerTx } from '#server/platform/tx.ts'
import { findSession } from './find-session.ts'
import { absoluteHours, idleMinutes } from './session.ts'
import { insertSession } from './store.ts'

afterAll(closePeople)

test('once the row is deleted, the next call finds no session', async () => {
  const { given } = await signedIn(await makeUser())
  expect(await findSession(given.session)).not.toBeNull()
  await owner()`delete from sessions where token_hash = ${tokenHash(given.session)}`
  expect(await findSession(given.session)).toBeNull()
})

test('a missing, a malformed and an unknown token find no session', async () => {
  for (const token of [null, '', 'x', `' or true --`, randomToken()]) expect(await findSession(token)).toBeNull()
})

describe('time-outs', () => {
  const aged = async (change: string) => {
    const user = await makeUser()
    const token = randomToken()
    await personTx(user.id, (tx) =>
      insertSession(tx, {
        hash: tokenHash(token),
        userId: user.id,
        method: 'password',
        factor: 'totp',
        address: '',
        agent: '',
      }),
    )
    await owner().unsafe(`update sessions set ${change} where user_id = ${user.id}`)
    return findSession(token)
  }

  test('a session ends after fifteen minutes without a call', async () => {
    expect(await aged(`seen_at = now() - interval '${idleMinutes} minutes' + interval '5 seconds'`)).not.toBeNull()
    expect(await aged(`seen_at = now() - interval '${idleMinutes} minutes'`)).toBeNull()
  })

  test('a session ends after twelve hours, also with calls', async () => {
    expect(await aged(`ends_at = ends_at - interval '${absoluteHours} hours' + interval '5 seconds'`)).not.toBeNull()
    expect(await aged(`ends_at = ends_at - interval '${absoluteHours} hours'`)).toBeNull()
  })

  test('a staff session ends after the idle minutes of the policy: 10', async () => {
    const member = await makeUser()
    await appoint(member, ['reviewer'])
    const idle = async (minutes: string) => {
      const { given } = await signedIn(member)
      await owner().unsafe(`update sessions set seen_at = now() - interval '${minutes}' where user_id = ${member.id}`)
      return findSession(given.session)
    }
    expect(await idle('9 minutes 55 seconds')).not.toBeNull()
    expect(await idle('10 minutes')).toBeNull()
    await owner()`insert into policies (name, effective_from, value, unit, source) values ('staff_idle_minutes', now() - interval '1 hour', 4, 'minutes', 'test')`
    expect(await idle('4 minutes')).toBeNull()
    await owner()`update policies set value = 60 where source = 'test'` // longer than a seller's counts for nothing
    expect(await idle('14 minutes 55 seconds')).not.toBeNull()
    expect(await idle('15 minutes')).toBeNull()
    await owner()`delete from policies where source = 'test'`
  })

  test('the staff idle time-out applies as soon as the person becomes staff', async () => {
    const member = await makeUser()
    const { given } = await signedIn(member)
    await owner()`update sessions set seen_at = now() - interval '11 minutes' where user_id = ${member.id}`
    expect(await findSession(given.session, { touch: false })).not.toBeNull()
    await owner()`update sessions set seen_at = now() - interval '11 minutes' where user_id = ${member.id}`
    await appoint(member, ['auditor'])
    expect(await findSession(given.session)).toBeNull()
  })

  test('a call extends a session; a live stream that reconnects does not', async () => {
    const { given, session } = await signedIn(await makeUser())
    const back = () => owner()`update sessions set seen_at = now() - interval '10 minutes' where id = ${session.sessionId}`
    const idle = async () =>
      (
        await owner()<
          [{ seconds: number }]
        >`select extract(epoch from now() - seen_at)::int as seconds from sessions where id = ${session.sessionId}`
      )[0].seconds
    await back()
    await findSession(given.session, { touch: false })
    expect(await idle()).toBeGreaterThan(590)
    await findSession(given.session)
    expect(await idle()).toBeLessThan(10)
  })

  test('moving the sandbox’s clock ends no session', async () => {
    const { given } = await signedIn(await makeUser())
    await owner()`update installation set sandbox = true, clock_offset = interval '30 days'`
    expect(await findSession(given.session)).not.toBeNull()
    await owner()`update installation set sandbox = false, clock_offset = interval '0'`
  })
})

describe('row-level security', () => {
  test('portal_people reads no session without a token: with no setting, as another person or as a store', async () => {
    const [one, two] = [await makeUser(), await makeUser()]
    const store = await makeStore()
    await join(store, two)
    await signedIn(one)
    const { session } = await signedIn(two)
    await expect(oneStatement((sql) => sql`select id from sessions`)).rejects.toMatchObject({ code: '42501' })
    expect(await personTx(two.id, (tx) => tx.sql`select user_id from sessions`)).toEqual([{ user_id: two.id }])
    const scope = scopeIn(session)
    for (const table of [
      'users',
      'sessions',
      'totp_factors',
      'passkeys',
      'recovery_codes',
      'devices',
      'links',
      'identities',
      'challenges',
      'staff',
    ])
      expect(await sellerTx(scope, (tx) => tx.sql.unsafe(`select 1 from ${table}`)), table).toHaveLength(0)
    expect(await sellerTx(scope, (tx) => tx.sql`select user_id from members`)).toEqual([{ user_id: two.id }])
  })

  test('a person can’t make themselves a member or staff, or take over another person’s session', async () => {
    const [one, two] = [await makeUser(), await makeUser()]
    const store = await makeStore()
    await signedIn(two)
    const tries = [
      () => personTx(one.id, (tx) => tx.sql`insert into members (seller_id, user_id, role) values (${store}, ${one.id}, 'owner')`),
      () => personTx(one.id, (tx) => tx.sql`insert into staff (user_id, roles) values (${one.id}, array['admin'])`),
      () =>
        personTx(
          one.id,
          (tx) =>
            tx.sql`insert into sessions (token_hash, user_id, method, idle, ends_at) values (${tokenHash('x')}, ${two.id}, 'password', '1 h', now())`,
        ),
    ]
    for (const attempt of tries) await expect(attempt()).rejects.toThrow(/permission denied|row-level security/)
    const denied = { code: '42501' }
    await expect(personTx(one.id, (tx) => tx.sql`update sessions set user_id = ${one.id}`)).rejects.toMatchObject(denied)
    // A member can't raise their own role either.
    await join(store, one, 'viewer')
    await expect(personTx(one.id, (tx) => tx.sql`update members set role = 'owner'`)).rejects.toMatchObject(denied)
  })
})

test('ending a session notifies its id', async () => {
  const heard: string[] = []
  const ear = await owner().listen('sessions', (id) => void heard.push(id))
  const { session } = await signedIn(await makeUser())
  await owner()`delete from sessions where id = ${session.sessionId}`
  await expect.poll(() => heard).toEqual([session.sessionId])
  await ear.unlisten()
})
