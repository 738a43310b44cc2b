import { createHash, randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { booksOf, post } from '#server/ledger/index.ts'
import { scopeOfMember } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import type { Locale } from '#server/platform/locale.ts'
import { batchTx } from '#server/platform/tx.ts'
import { openAccount, readOpening } from '#server/sellers/index.ts'
import { DAY, HOUR, startOfDay } from './calendar.ts'
import { people } from './people.ts'
import { requestsOf } from './requests.ts'
import { type Withdrawal, withdrawals } from './scenes.ts'
import { type Shop, shopOf, shops } from './shops.ts'
import type { Act } from './walk.ts'

/** In the order of time: every store gets its people, and most of them open the account. */
export function actsOf(today: number): Act[] {
  const day = startOfDay(today)
  const members = shops.map((shop) => ({
    at: day - shop.since * DAY + 15.5 * HOUR, // its seller.upserted has been booked since noon
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
  const withdrawn = withdrawals(today).map((one) => ({
    at: one.at,
    carryOut: (_: Sql, marketplaceId: number) => withdraw(marketplaceId, one),
  }))
  return [...members, ...openings, ...withdrawn, ...requestsOf(today)].toSorted((a, b) => a.at - b.at)
}

async function enrol(owner: Sql, marketplaceId: number, shop: Shop): Promise<void> {
  for (const person of people) {
    const store = person.stores.find(({ story }) => story === shop.story)
    if (!store) continue
    await owner`
      insert into users (email, email_confirmed_at, name, locale, demo, created_at)
      values (${person.email}, portal_now(), ${person.name}, ${person.locale}, true, portal_now()) on conflict do nothing`
    const [member] = await owner`
      insert into members (seller_id, user_id, role, created_at)
      select s.id, u.id, ${store.role}, portal_now() from sellers s, users u
      where s.marketplace_id = ${marketplaceId} and s.external_id = ${shop.sellerId} and u.email = ${person.email}
      on conflict (seller_id, user_id) do update set role = excluded.role returning 1`
    if (!member) throw new Error(`${shop.sellerId} is not known yet`)
  }
}

/** As its owner does it: reads the terms in their language, accepts, and the account is open. */
async function open(owner: Sql, marketplaceId: number, shop: Shop): Promise<void> {
  const [found] = await owner<{ sellerId: number; userId: number; locale: Locale }[]>`
    select s.id as "sellerId", u.id as "userId", u.locale
    from sellers s join members m on m.seller_id = s.id and m.role = 'owner' join users u on u.id = m.user_id
    where s.marketplace_id = ${marketplaceId} and s.external_id = ${shop.sellerId}`
  if (!found) throw new Error(`${shop.sellerId} has no owner yet`)
  const opener = { userId: found.userId, sessionId: randomUUID(), emailConfirmed: true, secondFactor: true }
  const scope = scopeOfMember(found.sellerId, 'owner')
  const { termsVersion: version } = await readOpening(scope, opener)
  const done = await openAccount(scope, opener, { version, locale: found.locale })
  if (!done.ok && done.reason !== 'already_open') throw new Error(`${shop.sellerId} could not be opened: ${done.reason}`)
}

/** What a withdrawal costs: by SWIFT, and within China. */
const fees = { USD: 1500n, CNY: 500n }

/** The movements of a withdrawal; with all of the money gone to the bank, a large return finds nothing to pay it. */
async function withdraw(marketplaceId: number, { story, currency, percent, paid }: Withdrawal): Promise<void> {
  const { sellerId } = shopOf(story)
  const event = createHash('sha256').update(`demo/withdrawal/${sellerId}/${currency}`).digest('hex').slice(0, 32)
  await batchTx(async (tx) => {
    const [seller] = await tx.sql<{ id: number }[]>`
      select id from sellers where marketplace_id = ${marketplaceId} and external_id = ${sellerId} for no key update`
    if (!seller) throw new Error(`${sellerId} is not known yet`)
    const [done] = await tx.sql`select 1 from movements where seller_id = ${seller.id} and event = ${event}`
    const available = (await booksOf(tx, [seller.id])).find((book) => book.currency === currency)?.available ?? 0n
    const amount = hundreds((available * percent) / 100n)
    if (done || amount === 0n) return
    const of = { sellerId: seller.id, currency, occurredAt: (await now(tx)).getTime(), event, line: null }
    await post(tx, [{ ...of, kind: 'withdrawal_requested', from: 'available', to: 'processing', amount }])
    if (!paid) return
    const fee = fees[currency]
    await post(tx, [
      { ...of, kind: 'withdrawal_fee', from: 'processing', to: 'fees', amount: fee },
      { ...of, kind: 'withdrawal_paid', from: 'processing', to: 'bank', amount: amount - fee },
    ])
  })
}

const hundreds = (amount: bigint) => amount - (amount % 10_000n)
