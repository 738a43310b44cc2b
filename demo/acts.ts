import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import { bookIn, booksOf, changeIn, post, postBySeller } from '#server/ledger/index.ts'
import { now } from '#server/platform/clock.ts'
import type { Locale } from '#server/platform/locale.ts'
import { batchTx, sellerTx } from '#server/platform/tx.ts'
import { openAccount, readOpening } from '#server/sellers/index.ts'
import { DAY, HOUR, startOfDay } from './calendar.ts'
import { identitiesOf } from './identities.ts'
import { type DemoPerson, people } from './people.ts'
import { ownerScope } from './owner-scope.ts'
import { requestsOf } from './requests.ts'
import { type Withdrawal, withdrawals } from './scenes.ts'
import { type Shop, shopOf, shops } from './shops.ts'
import type { Act } from './walk.ts'

/** The acts of the demo's past in order of time: staff, members, opened accounts, withdrawals, release requests, identity checks. */
export function actsOf(today: number): Act[] {
  const day = startOfDay(today)
  const members = shops.map((shop) => ({
    at: day - shop.since * DAY + 15.5 * HOUR, // its seller.upserted was booked by noon
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
    carryOut: (owner: Sql, marketplaceId: number) => withdraw(owner, marketplaceId, one),
  }))
  return [...staffOf(day), ...members, ...openings, ...withdrawn, ...requestsOf(today), ...identitiesOf(today)].toSorted(
    (a, b) => a.at - b.at,
  )
}

/** The marketplace's staff, from the first day of the history on. */
function staffOf(day: number): Act[] {
  const first = Math.max(...shops.map(({ since }) => since))
  return people.flatMap((person) =>
    person.staff === undefined
      ? []
      : { at: day - first * DAY + 15 * HOUR, carryOut: (owner: Sql, marketplaceId: number) => appoint(owner, marketplaceId, person) },
  )
}

async function appoint(owner: Sql, marketplaceId: number, { email, name, locale, staff = [] }: DemoPerson): Promise<void> {
  await owner`
    insert into users (email, email_confirmed_at, name, locale, demo, created_at)
    values (${email}, portal_now(), ${name}, ${locale}, true, portal_now()) on conflict do nothing`
  await owner`
    insert into staff (user_id, roles, marketplace_id) select id, ${[...staff]}, ${marketplaceId} from users where email = ${email}
    on conflict do nothing`
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

/** Opens the account as the store's owner: reads the terms in their language and accepts them. */
async function open(owner: Sql, marketplaceId: number, shop: Shop): Promise<void> {
  const found = await ownerOf(owner, marketplaceId, shop.sellerId)
  const opener = { emailConfirmed: true, secondFactor: true }
  const scope = ownerScope(marketplaceId, found)
  const { termsVersion: version } = await readOpening(scope, opener)
  const done = await openAccount(scope, opener, { version, locale: found.locale })
  if (!done.ok && done.reason !== 'already_open') throw new Error(`${shop.sellerId} could not be opened: ${done.reason}`)
}

async function ownerOf(owner: Sql, marketplaceId: number, shop: string): Promise<{ sellerId: number; userId: number; locale: Locale }> {
  const [found] = await owner<{ sellerId: number; userId: number; locale: Locale }[]>`
    select s.id as "sellerId", u.id as "userId", u.locale
    from sellers s join members m on m.seller_id = s.id and m.role = 'owner' join users u on u.id = m.user_id
    where s.marketplace_id = ${marketplaceId} and s.external_id = ${shop}`
  if (!found) throw new Error(`${shop} has no owner yet`)
  return found
}

/** The fee of a withdrawal, minor units: by SWIFT (USD), within China (CNY). */
const fees = { USD: 1500n, CNY: 500n }

/** Requests a withdrawal as the store's owner and, if `paid`, pays it as the bank. Without this money a later large return makes a debt. */
async function withdraw(owner: Sql, marketplaceId: number, { story, currency, percent, paid }: Withdrawal): Promise<void> {
  const { sellerId: shop } = shopOf(story)
  const cause = createHash('sha256').update(`demo/withdrawal/${shop}/${currency}`).digest('hex').slice(0, 32)
  const { sellerId, userId } = await ownerOf(owner, marketplaceId, shop)
  const scope = ownerScope(marketplaceId, { sellerId, userId })
  const of = { currency, cause }
  const amount = await sellerTx(scope, async (tx) => {
    await tx.sql`select from sellers where id = ${sellerId} for no key update`
    // Already requested if the demo was stopped between the two transactions.
    const [before] = await tx.sql<{ underWay: bigint }[]>`
        select sum(${tx.sql.unsafe(changeIn('movements', 'processing'))})::bigint as "underWay"
        from movements where seller_id = ${sellerId} and cause = ${cause} having count(*) > 0`
    if (before) return before.underWay
    const available = bookIn(await booksOf(tx, [sellerId]), currency).available
    const asked = hundreds((available * percent) / 100n)
    if (asked > 0n)
      await postBySeller(tx, scope, [{ ...of, kind: 'withdrawal_requested', from: 'available', to: 'processing', amount: asked }])
    return asked
  })
  if (!paid || amount === 0n) return
  const fee = fees[currency]
  await batchTx(async (tx) => {
    const posting = { ...of, sellerId, occurredAt: (await now(tx)).getTime(), line: null }
    await post(tx, [
      { ...posting, kind: 'withdrawal_fee', from: 'processing', to: 'fees', amount: fee },
      { ...posting, kind: 'withdrawal_paid', from: 'processing', to: 'bank', amount: amount - fee },
    ])
  })
}

const hundreds = (amount: bigint) => amount - (amount % 10_000n)
