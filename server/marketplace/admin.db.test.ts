import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCaller, post, type Answer } from '#db/test/caller.ts'
import { ownerClient, pool } from '#db/client.ts'
import { admin } from './admin.ts'

const owner = ownerClient(1)
let event = 0
let key: { id: string; token: string }
let secret: { id: string; text: string }

const say = async (line: string) => (await admin(line.split(' '))).print
const upserted = () => ({
  id: `s-${++event}`,
  type: 'seller.upserted',
  occurred_at: '2026-01-01T00:00:00Z',
  seller_id: 's',
  data: { name: 'A', region: 'CN' },
})
const caller = (change: { key?: string; secret?: string } = {}) => ({ slug: 'store', key: key.token, secret: secret.text, ...change })
const outcome = ({ status, body }: Answer) => body.code ?? `${status} ${body.results[0].status}`
const second = () => new Promise((done) => setTimeout(done, 1100))

const madeKey = (print: string) => ({ id: print.match(/key_[0-9a-f]{16}/)![0], token: print.match(/^sfp_\S+$/m)![0] })
const madeSecret = (print: string) => ({ id: print.match(/^secret (\d+)$/m)![1]!, text: print.match(/^whsec_\S+$/m)![0] })

beforeAll(async () => {
  expect(await say('marketplace create --slug store --name Store --zone Asia/Taipei')).toContain('marketplace store created')
  key = madeKey(await say('key create --marketplace store --label backend'))
  secret = madeSecret(await say('secret add --marketplace store'))
})
afterAll(() => owner.end())

test('a key and a secret created at the command line can post events', async () => {
  expect(outcome(await post(caller(), [upserted()]))).toBe('200 posted')
  expect(await say('marketplace list')).toContain('store\tStore\tAsia/Taipei')
})

test('the database holds neither token nor secret in clear text, and no role of the portal may read the tables', async () => {
  const rows =
    await owner`select (select jsonb_agg(k) from api_keys k)::text || (select jsonb_agg(s) from signing_secrets s)::text || (select jsonb_agg(a) from audit a)::text as all`
  for (const text of [
    key.token,
    secret.text,
    Buffer.from(secret.text.slice(6), 'base64').toString('hex'),
    Buffer.from(key.token).toString('hex'),
  ])
    expect(rows[0]?.all).not.toContain(text)
  for (const role of ['portal_people', 'portal_batch'] as const)
    for (const table of ['api_keys', 'signing_secrets'])
      await expect(pool(role).unsafe(`select * from ${table}`), `${role} ${table}`).rejects.toThrow('permission denied')
  await expect(pool('portal_batch')`select * from api_key('')`).rejects.toThrow('permission denied')
})

test('a rotated key works beside the old one until the old one is revoked', async () => {
  const next = madeKey(await say(`key rotate --key ${key.id}`))
  expect(outcome(await post(caller(), [upserted()]))).toBe('200 posted')
  expect(outcome(await post(caller({ key: next.token }), [upserted()]))).toBe('200 posted')
  expect(await say(`key revoke --key ${key.id}`)).toBe(`key ${key.id} revoked`)
  await second()
  expect(outcome(await post(caller(), [upserted()]))).toBe('not_authenticated')
  expect(outcome(await post(caller({ key: next.token }), [upserted()]))).toBe('200 posted')
  expect(await say('key list --marketplace store')).toMatch(
    new RegExp(`${key.id}\\tevents:write,read\\tbackend\\tcreated .*\\trevoked .*\\n${next.id}\\t.*\\tactive$`),
  )
  expect(await say(`key revoke --key ${key.id}`)).toBe(`no active key has the id ${key.id}`)
  key = next
})

test('two secrets may be active, a third is refused, and a retired one no longer verifies', async () => {
  const next = madeSecret(await say('secret add --marketplace store'))
  expect(await say('secret add --marketplace store')).toBe('two secrets are active already; retire one first')
  for (const text of [secret.text, next.text]) expect(outcome(await post(caller({ secret: text }), [upserted()]))).toBe('200 posted')
  expect(await say(`secret retire --secret ${secret.id}`)).toBe(`secret ${secret.id} retired`)
  await second()
  expect(outcome(await post(caller(), [upserted()]))).toBe('invalid_signature')
  expect(outcome(await post(caller({ secret: next.text }), [upserted()]))).toBe('200 posted')
  expect(await say(`secret retire --secret ${next.id}`)).toContain('no secret is active now')
  expect(await say('secret list --marketplace store')).toMatch(/retired .*\n.*retired/)
  secret = madeSecret(await say('secret add --marketplace store'))
})

test('rotating keys and secrets under load refuses no request', async () => {
  const shop = await newCaller()
  const current = { slug: shop.slug, key: shop.key, secret: shop.secret }
  const load = new AbortController()
  const outcomes: string[] = []
  const callers = Array.from({ length: 8 }, async () => {
    while (!load.signal.aborted) outcomes.push(outcome(await post(current, [{ ...upserted(), seller_id: shop.slug }])))
  })
  let [keyId, secretId] = [shop.keyId, String(shop.secretId)]
  for (let round = 0; round < 3; round++) {
    const nextKey = madeKey(await say(`key rotate --key ${keyId}`))
    const nextSecret = madeSecret(await say(`secret add --marketplace ${shop.slug}`))
    Object.assign(current, { key: nextKey.token, secret: nextSecret.text })
    await new Promise((done) => setTimeout(done, 200)) // calls under way with the old ones
    await say(`key revoke --key ${keyId}`)
    await say(`secret retire --secret ${secretId}`)
    ;[keyId, secretId] = [nextKey.id, nextSecret.id]
  }
  await second()
  load.abort()
  await Promise.all(callers)
  expect(outcomes.length).toBeGreaterThan(100)
  expect(outcomes.filter((one) => one !== '200 posted')).toEqual([])
}, 30_000)

test('the first member of staff gets an invitation link that works once', async () => {
  const { code, print } = await admin([
    'staff',
    'create',
    '--marketplace',
    'store',
    '--email',
    'ops@shop.example',
    '--name',
    'Ops Person',
    '--roles',
    'admin,approver',
    '--locale',
    'en',
  ])
  expect([code, print]).toEqual([0, expect.stringMatching(/invited.*\nhttp:\/\/localhost:3000\/sign-in\/invitation#\S{20,}/)])
})

test.each([
  [[], 0, 'usage: npm run admin -- <command>'],
  [['help'], 0, 'key rotate --key …'],
  [['key', 'create', '--help'], 0, 'key create --marketplace …'],
  [['key', 'delete'], 2, 'unknown command: key delete'],
  [['constructor'], 2, 'unknown command: constructor'],
  [['key', 'create'], 1, 'missing option: --marketplace'],
  [['key', 'create', '--marketplace', 'nowhere'], 1, 'unknown marketplace: nowhere'],
  [['key', 'create', '--marketplace', 'store', '--scopes', 'admin'], 1, '--scopes must be one or more of events:write,read'],
  [['key', 'create', '--marketplace', 'store', '--rate', '0.5'], 1, '--rate must be a whole number above zero'],
  [['key', 'create', '--market', 'store'], 2, 'Unknown option'],
  [['marketplace', 'create', '--slug', 'store', '--name', 'Again'], 1, 'already exists'],
  [['marketplace', 'create', '--slug', 'A b', '--name', 'x'], 1, '--slug must be'],
  [['marketplace', 'create', '--slug', 'x', '--name', 'x', '--zone', 'Asia/Beijing'], 1, 'unknown time zone'],
  [['secret', 'retire', '--secret', '0x1'], 1, '--secret must be a whole number'],
  [['staff', 'create', '--marketplace', 'nowhere', '--email', 'ops@shop.example', '--name', 'x'], 1, 'unknown marketplace: nowhere'],
  [['staff', 'create', '--marketplace', 'store', '--email', 'nobody', '--name', 'x'], 1, 'invalid e-mail address'],
] as const)('%j answers %i', async (args, code, print) => {
  expect(await admin(args)).toMatchObject({ code, print: expect.stringContaining(print) })
})

test('each change is in the audit trail', async () => {
  const rows = await owner`select distinct action from audit where actor_id = 'admin' order by action`
  expect(rows.map((row) => row.action)).toEqual(
    expect.arrayContaining(['api_key.created', 'api_key.revoked', 'marketplace.created', 'signing_secret.added', 'signing_secret.retired']),
  )
})

test('a rate is entered with positional arguments and its source', async () => {
  expect(await admin(['rate', 'USD', 'CNY', '7.1234', '--source', 'Bank of Harbour, 9:00'])).toEqual({
    code: 0,
    print: '1 USD = 7.1234 CNY, source: Bank of Harbour, 9:00',
  })
  expect(await admin(['rate', 'USD', 'CNY', '7,1', '--source', 'x'])).toEqual({ code: 1, print: '7,1 is no rate, such as 7.1234' })
  expect((await admin(['rate', 'USD', 'CNY', '7.1234'])).code).toBe(2)
})

test('two members of staff replace an owner at the command line, and each mistake is explained', async () => {
  const as = (name: string) => `${name}@mall.example`
  for (const [name, role] of [
    ['maker', 'reviewer'],
    ['checker', 'approver'],
  ] as const)
    await owner`
      with made as (insert into users (email, email_confirmed_at, name, locale) values (${as(name)}, now(), ${name}, 'en') returning id)
      insert into staff (user_id, roles, marketplace_id) select id, array[${role}], (select id from marketplaces where slug = 'store') from made`
  const propose = (by: string, ...more: string[]) =>
    admin(['owner', 'propose', '--marketplace', 'store', '--seller', 's', '--email', 'heir@shop.example', '--as', as(by), ...more])
  expect(await propose('maker', '--reason', 'short')).toEqual({ code: 1, print: '--reason must have at least ten characters' })
  expect((await propose('checker', '--reason', 'the owner left the company')).print).toContain('admin or reviewer')
  const { print } = await propose('maker', '--reason', 'the owner left the company')
  const [, id = '', hash = ''] = /--proposal (\S+) --hash (\S+)/.exec(print) ?? []
  expect((await propose('maker', '--reason', 'the owner left the company')).print).toContain('is open')
  const replace = (by: string, what = hash) => say(`owner replace --proposal ${id} --hash ${what} --as ${as(by)}`)
  expect(await replace('maker')).toContain('neither the one who proposed it')
  expect(await replace('checker', 'ffff')).toContain('no open proposal')
  expect(await replace('checker')).toContain('the owner is replaced')
  expect(await say(`staff remove --email ${as('maker')}`)).toContain('no longer a member of staff')
  expect(await say(`staff remove --email ${as('maker')}`)).toContain('this person is not a member of staff')
  expect(await say(`person disable --email ${as('maker')}`)).toContain('disabled')
  expect(await say(`person enable --email ${as('maker')}`)).toContain('may sign in again')
  expect(await say('person disable --email nobody@shop.example')).toBe('no person has this e-mail address')
})
