import type { Sql } from 'postgres'
import { DAY, HOUR, startOfDay } from './calendar.ts'
import { people } from './people.ts'
import { type Shop, shops } from './shops.ts'

/** What people did in the demo's past, beside the events that the marketplace posts. Doing it again changes nothing. */
export type Act = { at: number; carryOut: (owner: Sql, marketplaceId: number) => Promise<void> }

/** In the order of time: every store gets its people, and most of them open the account. */
export function actsOf(today: number): Act[] {
  const day = startOfDay(today)
  const members = shops.map((shop) => ({
    at: day - shop.since * DAY + 10.5 * HOUR,
    carryOut: (owner: Sql, marketplaceId: number) => enrol(owner, marketplaceId, shop),
  }))
  const openings = shops.flatMap((shop) =>
    shop.opened === null
      ? []
      : {
          at: day - shop.opened * DAY + 11.25 * HOUR,
          carryOut: (owner: Sql, marketplaceId: number) => open(owner, marketplaceId, shop),
        },
  )
  return [...members, ...openings].toSorted((a, b) => a.at - b.at)
}

async function enrol(owner: Sql, marketplaceId: number, shop: Shop): Promise<void> {
  for (const person of people) {
    const store = person.stores.find(({ story }) => story === shop.story)
    if (!store) continue
    await owner`
      insert into users (email, email_confirmed_at, name, locale, demo, created_at)
      values (${person.email}, portal_now(), ${person.name}, ${person.locale}, true, portal_now()) on conflict do nothing`
    await owner`
      insert into members (seller_id, user_id, role, created_at)
      select s.id, u.id, ${store.role}, portal_now() from sellers s, users u
      where s.marketplace_id = ${marketplaceId} and s.external_id = ${shop.sellerId} and u.email = ${person.email}
      on conflict do nothing`
  }
}

async function open(owner: Sql, marketplaceId: number, shop: Shop): Promise<void> {
  await owner`
    update sellers set opened_at = portal_now()
    where marketplace_id = ${marketplaceId} and external_id = ${shop.sellerId} and opened_at is null`
}

