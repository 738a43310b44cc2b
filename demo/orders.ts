import { bustle, DAY, dayCode, HOUR } from './calendar.ts'
import { lifeOf } from './life.ts'
import { type Random, randomOf } from './random.ts'
import type { Shop } from './shops.ts'
import type { Due } from './wire.ts'
import { wordsFor } from './words.ts'

/**
 * All events of the orders that a shop gets on one day.
 * @param day the start of the day, epoch milliseconds
 * @param age days since the shop began; a young shop sells less
 */
export function ordersOf(shop: Shop, seed: string, day: number, age: number): Due[] {
  if (shop.ordersADay === 0) return []
  const random = randomOf(seed, shop.story, dayCode(day))
  const expected = shop.ordersADay * bustle(day) * Math.min(1, 0.55 + age / 200)
  const count = Math.floor(expected * random.between(0.75, 1.25) + random.next())
  return Array.from({ length: count }, (_, n) => orderOf(shop, day, n, randomOf(seed, shop.story, dayCode(day), n))).flat()
}

function orderOf(shop: Shop, day: number, n: number, random: Random): Due[] {
  const orderId = orderNumber(shop, day, n)
  const paidAt = day + hourOfDay(random) * HOUR
  const currency = random.chance(shop.dollars) ? 'USD' : 'CNY'
  const affiliate = random.chance(0.2)
  return Array.from({ length: childOrders(random) }, (_, at) => {
    const pieces = BigInt(random.chance(0.85) ? 1 : random.whole(2, 4))
    const line = {
      sellerId: shop.sellerId,
      orderId,
      lineId: `${orderId}-${at + 1}`,
      currency,
      gross: random.pick(shop.prices[currency]) * pieces + BigInt(random.whole(0, 380)),
      affiliate,
    } as const
    return lifeOf(line, paidAt, { habits: shop.habits, words: wordsFor(shop.locale) }, random)
  }).flat()
}

/** An order id of 16 digits: shop, day, and a number that is not sequential (700,001 and 10^6 are coprime, so it is unique). */
export function orderNumber(shop: Shop, day: number, n: number): string {
  return `${shop.code}${dayCode(day)}${String(((n + 1) * 700_001) % 1_000_000).padStart(6, '0')}${n % 10}${shop.code[0]}`
}

/** A random number of lines; most orders have one. */
function childOrders(random: Random): number {
  const roll = random.next()
  return roll < 0.74 ? 1 : roll < 0.93 ? 2 : roll < 0.985 ? 3 : 4
}

/** A random hour of payment, China time. Buyers worldwide mostly pay in their evening, which gives two broad peaks. */
function hourOfDay(random: Random): number {
  const wave = random.chance(0.6) ? 9 : 21
  const hour = wave + (random.next() + random.next() + random.next() - 1.5) * 7
  return ((hour % 24) + 24) % 24
}

/** The maximum time from an order's first event to its last. */
export const LONGEST = 80 * DAY
