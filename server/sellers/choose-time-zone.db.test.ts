import { beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { newMarketplace, noon, upserted } from '#db/test/events.ts'
import { makeUser, closePeople } from '#db/test/people.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import { chooseTimeZone } from './choose-time-zone.ts'
import { listConsents } from './list-consents.ts'
import { openAccount } from './open-account.ts'
import { TimeZone, timeZones } from './schema.ts'
import { termsVersion } from './terms.ts'

const owner = ownerClient(2)
let marketplace = 0

beforeAll(async () => {
  marketplace = await newMarketplace()
  return async () => {
    await owner.end()
    await closePeople()
  }
})

async function shop(seller: string) {
  await postEvents(marketplace, [upserted({ seller })])
  return memberScope(await sellerIdOf(marketplace, seller), 'manager', { userId: 7 })
}

const zoneOf = async (id: number) => (await owner<[{ zone: string }]>`select time_zone as zone from sellers where id = ${id}`)[0].zone

test('what a store chose stays when the marketplace announces it again; what nobody chose follows the marketplace', async () => {
  const [chosen, other] = [await shop('zone-chosen'), await shop('zone-other')]
  await chooseTimeZone(chosen, 'Asia/Taipei')
  const later = { timeZone: 'Europe/Berlin', at: noon + 60_000 }
  await postEvents(marketplace, [upserted({ seller: 'zone-chosen', ...later }), upserted({ seller: 'zone-other', ...later })])
  expect([await zoneOf(chosen.sellerId), await zoneOf(other.sellerId)]).toEqual(['Asia/Taipei', 'Europe/Berlin'])
})

test('the trail says who chose which zone, and what it was before', async () => {
  const scope = await shop('zone-trail')
  await chooseTimeZone(scope, 'Asia/Tokyo')
  const [line] = await owner`select actor_id, action, detail from audit where seller_id = ${scope.sellerId}`
  expect(line).toEqual({ actor_id: '7', action: 'store.time_zone_chosen', detail: { before: 'Asia/Shanghai', zone: 'Asia/Tokyo' } })
})

test('Postgres counts days in every zone that may be chosen, and what is none is refused', async () => {
  const unknown = await owner`
    select name from unnest(${timeZones as string[]}::text[]) as wanted (name)
    where not exists (select from pg_timezone_names z where z.name = wanted.name)`
  expect([...unknown]).toEqual([])
  expect(timeZones.length).toBeGreaterThan(300)
  for (const name of ['Mars/Olympus', '', "Asia/Shanghai'", 'asia/shanghai']) expect(TimeZone.safeParse(name).success).toBe(false)
})

test('accepted terms are listed with the name of who accepted them, also after that person has left, and only to their store', async () => {
  const [scope, other] = [await shop('consent'), await shop('consent-other')]
  const user = await makeUser({ name: 'Mei' })
  await owner`insert into members (seller_id, user_id, role) values (${scope.sellerId}, ${user.id}, 'owner')`
  const opener = { emailConfirmed: true, secondFactor: true }
  await openAccount(memberScope(scope.sellerId, 'owner', { userId: user.id }), opener, { version: termsVersion, locale: 'zh-TW' })
  await owner`delete from members where user_id = ${user.id}`
  expect((await listConsents(scope)).consents).toMatchObject([{ version: termsVersion, locale: 'zh-TW', by: 'Mei' }])
  expect((await listConsents(other)).consents).toEqual([])
})
