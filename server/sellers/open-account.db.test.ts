import { beforeAll, expect, test } from 'vitest'
import { ownerClient, pool } from '#db/client.ts'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import type { SellerRole } from '#server/platform/actor.ts'
import { openAccount } from './open-account.ts'
import { readOpening } from './read-opening.ts'
import { termsHash, termsVersion } from './terms.ts'

const owner = ownerClient(2)
let marketplace = 0
let shops = 0

beforeAll(async () => {
  marketplace = await newMarketplace()
  return () => owner.end()
})

async function shop(role: SellerRole = 'owner') {
  const seller = `shop-${++shops}`
  await postEvents(marketplace, [upserted({ seller })])
  return memberScope(await sellerIdOf(marketplace, seller), role, { userId: 7 })
}

const opener = { emailConfirmed: true, secondFactor: true }
const terms = { version: termsVersion, locale: 'zh-TW' as const }
const opened = async (sellerId: number) => (await owner`select opened_at from sellers where id = ${sellerId}`)[0]?.opened_at !== null

test('opening keeps version, language, the hash of the words, person and time, and leaves a line in the trail', async () => {
  const scope = await shop()
  expect(await readOpening(scope, opener)).toMatchObject({ can: { open: { ok: true } } })
  expect(await openAccount(scope, opener, terms)).toEqual({ ok: true })
  expect(await opened(scope.sellerId)).toBe(true)
  const [kept] = await owner`
    select user_id, version, t.locale, text_hash, accepted_at <= s.opened_at as in_time
    from terms_acceptances t join sellers s on s.id = seller_id where seller_id = ${scope.sellerId}`
  expect(kept).toEqual({ user_id: 7, version: termsVersion, locale: 'zh-TW', text_hash: termsHash('zh-TW'), in_time: true })
  const trail = await owner`select actor_kind, actor_id, action from audit where seller_id = ${scope.sellerId}`
  expect([...trail]).toEqual([{ actor_kind: 'person', actor_id: '7', action: 'account.opened' }])
  expect(await readOpening(scope, opener)).toMatchObject({ can: { open: { ok: false, reason: 'already_open' } } })
})

test.each([
  ['email_not_confirmed', { ...opener, emailConfirmed: false }, terms],
  ['second_factor_missing', { ...opener, secondFactor: false }, terms],
  ['terms_not_accepted', opener, { ...terms, version: null }],
  ['terms_outdated', opener, { ...terms, version: '2020-01' }],
] as const)('%s: nothing is opened and nothing is kept', async (reason, who, what) => {
  const scope = await shop()
  expect(await openAccount(scope, who, what)).toEqual({ ok: false, reason })
  expect(await opened(scope.sellerId)).toBe(false)
  expect((await owner`select from terms_acceptances where seller_id = ${scope.sellerId}`).length).toBe(0)
})

test('a manager is shown why not, and refused', async () => {
  const scope = await shop('manager')
  expect(await readOpening(scope, opener)).toMatchObject({ can: { open: { ok: false, reason: 'not_owner' } } })
  await expect(openAccount(scope, opener, terms)).rejects.toMatchObject({ code: 'not_allowed' })
  expect(await opened(scope.sellerId)).toBe(false)
})

test('two who open at once: one opens, the other is told that it is open', async () => {
  const scope = await shop()
  const results = await Promise.all([openAccount(scope, opener, terms), openAccount({ ...scope, userId: 8 }, opener, terms)])
  expect(results.toSorted((a, b) => Number(b.ok) - Number(a.ok))).toEqual([{ ok: true }, { ok: false, reason: 'already_open' }])
})

test('an acceptance is never changed or deleted, and another store’s is not seen', async () => {
  const scope = await shop()
  await openAccount(scope, opener, terms)
  await expect(owner`update terms_acceptances set version = 'x'`).rejects.toMatchObject({ code: 'LG002' })
  await expect(owner`delete from terms_acceptances`).rejects.toMatchObject({ code: 'LG002' })
  await expect(pool('portal_people')`delete from terms_acceptances`).rejects.toMatchObject({ code: '42501' })
  expect((await pool('portal_people')`select from terms_acceptances`).length).toBe(0)
})
