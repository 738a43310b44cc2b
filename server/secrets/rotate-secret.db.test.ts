import { createCipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { browser, closePeople, enrolled, makeUser, owner, signedIn } from '#db/test/people.ts'
import { testSecret } from '#db/test/owner.ts'
import { proveFactor } from '#server/people/factors/prove-factor.ts'
import { hashPassword, matchesPassword } from '#server/people/passwords/hash.ts'
import { signIn } from '#server/people/passwords/sign-in.ts'
import { selectSessions } from '#server/people/sessions/store.ts'
import { audit } from '#server/platform/audit.ts'
import { env } from '#server/platform/env.ts'
import { open, seal } from '#server/platform/seal.ts'
import { auditAddressPlace, sealedColumns, totpPlace } from '#server/platform/sealed-places.ts'
import { personTx } from '#server/platform/tx.ts'
import { keysInUse, rotateSecret } from './rotate-secret.ts'

afterAll(closePeople)

const next = 'another secret of the tests, long enough for everyone too'
const use = (secret: string, previous?: string) => Object.assign(env(), { PORTAL_SECRET: secret, PORTAL_SECRET_PREVIOUS: previous })

afterEach(async () => {
  use(testSecret)
  await owner()`delete from throttles`
})

test('every column of bytes is sealed anew, or holds hashes and public keys that no secret of ours made', async () => {
  const others = [
    ['act_proofs', 'act'],
    ['act_proofs', 'nonce'],
    ['api_keys', 'check_key'],
    ['api_keys', 'token_hash'],
    ['devices', 'token_hash'],
    ['files', 'sha256'],
    ['invitations', 'token_hash'],
    ['links', 'token_hash'],
    ['passkeys', 'public_key'],
    ['proposals', 'content_hash'],
    ['proven_networks', 'network'],
    ['recovery_codes', 'code_hash'],
    ['sessions', 'token_hash'],
    ['terms_acceptances', 'text_hash'],
    ['throttles', 'key'],
  ]
  const columns = async () => {
    const rows = await owner()<{ table: string; column: string }[]>`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and data_type = 'bytea' order by 1, 2`
    const known = [...others.map(([table, column]) => ({ table, column })), ...sealedColumns]
    return rows.filter((row) => !known.some(({ table, column }) => table === row.table && column === row.column))
  }
  const how = 'Give it a place in server/platform/sealed-places.ts, or, if it holds hashes only, a line here.'
  expect(await columns(), how).toEqual([])
  await owner()`alter table staff add column secret bytea`
  expect(await columns()).toEqual([{ table: 'staff', column: 'secret' }])
  await owner()`alter table staff drop column secret`
})

/** As the first version sealed: under a secret, without its id. */
function sealedBefore(plain: string, place: string, secret = testSecret): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'seller-funds-portal/seal', 32))
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body])
}

describe('the secret changes', () => {
  test('what is sealed opens before, while and after; without the rotation it does not', async () => {
    const user = await makeUser()
    const place = totpPlace(user.id)
    await owner()`insert into totp_factors (user_id, secret, last_counter) values (${user.id}, ${sealedBefore('shared', place)}, 0)`
    const { session, at } = await signedIn(user)
    const kept = async () => (await owner()<[{ secret: Buffer }]>`select secret from totp_factors where user_id = ${user.id}`)[0].secret
    use(next, testSecret)
    expect(open(await kept(), place).toString()).toBe('shared')
    expect((await keysInUse()).sealed).toBeGreaterThanOrEqual(2)
    expect(await rotateSecret()).toBeGreaterThanOrEqual(2)
    expect((await keysInUse()).sealed).toBe(0)
    expect(await rotateSecret()).toBe(0)
    use(next)
    expect(open(await kept(), place).toString()).toBe('shared')
    use(testSecret)
    expect(() => open(seal(Buffer.from('x'), place), `${place}0`)).toThrow(/unable to authenticate/)
    const late = await kept()
    expect(() => open(late, place)).toThrow(/known key/) // the old one alone reads nothing any more
    use(testSecret, next)
    expect(await rotateSecret()).toBeGreaterThanOrEqual(2)
    use(testSecret)
    expect(await personTx(user.id, (tx) => selectSessions(tx, user.id))).toMatchObject([{ id: session.sessionId, address: at.address }])
  })

  test('a value that somebody writes at the same moment stays', async () => {
    const user = await makeUser()
    const place = totpPlace(user.id)
    await owner()`insert into totp_factors (user_id, secret, last_counter) values (${user.id}, ${seal(Buffer.from('old'), place)}, 0)`
    use(next, testSecret)
    await owner()`update totp_factors set secret = ${seal(Buffer.from('new'), place)} where user_id = ${user.id}`
    await rotateSecret()
    const [row] = await owner()<[{ secret: Buffer }]>`select secret from totp_factors where user_id = ${user.id}`
    expect(open(row.secret, place).toString()).toBe('new')
    use(testSecret, next)
    await rotateSecret()
  })

  test('passwords go on, and each is hashed anew by its sign-in; one of before hashes named their key too', async () => {
    const password = 'nine quiet rivers run'
    const [user, early] = [await makeUser({ password }), await makeUser({ password: null })]
    const phc = (await hashPassword(password)).replace(/^[0-9a-f]{8}/, '')
    await owner()`update users set password_hash = ${phc}, password_stands_alone = true where id = ${early.id}`
    use(next, testSecret)
    const before = (await keysInUse()).passwords
    for (const { email } of [user, early]) await signIn({ email, password }, browser())
    expect((await keysInUse()).passwords).toBe(before - 2)
    const stored = async (id: number) =>
      (await owner()<[{ hash: string }]>`select password_hash as hash from users where id = ${id}`)[0].hash
    use(next)
    for (const { id } of [user, early]) expect(await matchesPassword(password, await stored(id))).toBe(true)
    use(testSecret)
    expect(await matchesPassword(password, await stored(user.id))).toBe(false)
  })

  test('recovery codes count under both secrets, and under no third', async () => {
    const user = await makeUser()
    const { recoveryCodes } = await enrolled(user)
    use(next, testSecret)
    expect((await keysInUse()).recoveryCodes).toBeGreaterThan(0)
    const { session, at } = await signedIn(user, null)
    await proveFactor(session, { kind: 'recovery', code: recoveryCodes[0] ?? '' }, at)
    use(next)
    const again = await signedIn(user, null)
    await expect(proveFactor(again.session, { kind: 'recovery', code: recoveryCodes[1] ?? '' }, again.at)).rejects.toMatchObject({
      code: 'wrong_code',
    })
  })
})

test('an address of the audit trail lies beside its line, sealed', async () => {
  const user = await makeUser()
  const address = '203.0.113.77'
  await personTx(user.id, (tx) => audit(tx, { kind: 'person', userId: user.id, sessionId: null }, `address.${randomUUID()}`, { address }))
  const [row] = await owner()<[{ id: string; address: Buffer; line: string }]>`
    select a.id, a.address, l::text as line from audit_addresses a join audit l on l.id = a.line order by l.id desc limit 1`
  expect(row.line).not.toContain(address)
  expect(row.address.includes(address)).toBe(false)
  expect(open(row.address, auditAddressPlace(row.id)).toString()).toBe(address)
})
