import { DAY } from '#demo/calendar.ts'
import { type Habits, lifeOf } from '#demo/life.ts'
import { type Random, randomOf } from '#demo/random.ts'
import { type Due, type WireEvent, wireTime } from '#demo/wire.ts'
import { wordsFor } from '#demo/words.ts'

/** All events of a seller are in one lane, each after the events that cause it. */
export type Mix = { lanes: WireEvent[][]; sellers: number; orders: number; events: number }

const words = wordsFor('en')

/** The shares of the API contract's example client: 3 of 10 sellers are released early, 2 % of lines are disputed, 3 % returned. */
const habits: Omit<Habits, 'early'> = {
  shipDays: [0.5, 4],
  transitDays: [5, 20],
  carriers: ['Yanwen'],
  confirmed: 0,
  cancelled: 0.006,
  riskReview: 0,
  disputed: 0.02,
  returned: 0.03,
}

/**
 * The events of orders of many sellers as a marketplace's backend would post them, about 0.6 movements an event.
 * @param options.prefix of every id, so that several mixes fit into one database
 * @param options.from instant of the first event, epoch milliseconds
 */
export function mixOf(options: { orders: number; sellers: number; prefix: string; lanes: number; from: number }): Mix {
  const { orders, sellers, prefix, from } = options
  const random = randomOf('mix', prefix)
  const dues: Due[] = Array.from({ length: sellers }, (_, n) => introduction(`${prefix}s${n}`, from, random))
  for (let n = 0; n < orders; n++) {
    const seller = random.whole(0, sellers - 1)
    const orderId = `${prefix}o${n}`
    const line = {
      sellerId: `${prefix}s${seller}`,
      orderId,
      lineId: `${orderId}-1`,
      currency: seller % 4 === 0 ? 'CNY' : 'USD',
      gross: BigInt(random.whole(990, 49_990)),
      affiliate: random.chance(0.2),
    } as const
    dues.push(
      ...lifeOf(line, from + random.between(1, 200) * DAY, { habits: { ...habits, early: seller % 10 < 3 ? 1 : 0 }, words }, random),
    )
  }
  dues.sort((a, b) => a.due - b.due)
  const lanes: WireEvent[][] = Array.from({ length: options.lanes }, () => [])
  for (const { event } of dues) lanes[Number(event.seller_id.slice(prefix.length + 1)) % lanes.length]?.push(event)
  return { lanes, sellers, orders, events: dues.length }
}

function introduction(sellerId: string, from: number, random: Random): Due {
  const data = { name: `Seller ${sellerId}`, region: random.pick(['CN', 'CN', 'HK', 'TW', 'DE']), email: `${sellerId}@seller.example` }
  return { due: from, event: { id: `s.${sellerId}`, type: 'seller.upserted', occurred_at: wireTime(from), seller_id: sellerId, data } }
}
