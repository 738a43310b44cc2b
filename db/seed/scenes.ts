import { DAY, HOUR, MINUTE, startOfDay } from './calendar.ts'
import { type Line, LineStory, netOf, share } from './line.ts'
import { orderNumber } from './orders.ts'
import { shopOf, type StoryName } from './shops.ts'
import type { Currency, Due } from './wire.ts'

/**
 * What the stories promise and chance must not decide: written out, around `today` (the instant that the demo's history leads up
 * to). Numbers of orders begin where no day's own orders reach.
 */
export function scenesOf(today: number): Due[] {
  return [...openDisputes(today), ...riskReview(today), ...bigReturn(today), ...returnAfterEarlyRelease(today)]
}

const parcel = { carrier: 'SF International', tracking: 'SF7310042266CN' }

/** Shenzhen: one dispute in each currency, still open today. The first ends well for the seller, the second does not. */
function openDisputes(today: number): Due[] {
  const projectors = at('shenzhen', today, -24, 9.4, 1, 'USD', 132_363n)
  const opened = projectors.paidAt + 19 * DAY
  const first = new LineStory(projectors.line)
    .paid(projectors.paidAt)
    .shipped(projectors.paidAt + 2 * DAY, parcel)
    .delivered(projectors.paidAt + 14 * DAY)
    .held(opened, 'dispute', opened + 15 * DAY, 'one of three projectors does not start')
    .unheld(opened + 14 * DAY)
    .released(startOfDay(opened + 15 * DAY) + 10 * HOUR)

  const headsets = at('shenzhen', today, -17, 14.2, 2, 'CNY', 268_000n)
  const since = headsets.paidAt + 14 * DAY
  const second = new LineStory(headsets.line)
    .paid(headsets.paidAt)
    .shipped(headsets.paidAt + DAY, parcel)
    .delivered(headsets.paidAt + 9 * DAY)
    .held(since, 'dispute', since + 15 * DAY, 'colour differs from the picture')
    .refunded(since + 10 * DAY, share(netOf(headsets.line), 4000), 'dispute: refunded in part')
    .unheld(since + 10 * DAY + MINUTE)
    .released(startOfDay(since + 11 * DAY) + 10 * HOUR)
  return [...first.events, ...second.events]
}

/** Hong Kong: paid a few hours ago and looked at by risk control until tomorrow, in both currencies. */
function riskReview(today: number): Due[] {
  return (['USD', 'CNY'] as const).flatMap((currency, n) => {
    const paidAt = today - (4 + n) * HOUR
    const { line } = at('hongkong-home', today, -1, 0, 3 + n, currency, currency === 'USD' ? 38_600n : 129_900n)
    const shipped = paidAt + 2 * DAY
    return new LineStory(line)
      .paid(paidAt)
      .held(paidAt + 2 * MINUTE, 'risk', paidAt + DAY)
      .unheld(paidAt + DAY)
      .shipped(shipped, { carrier: 'DHL eCommerce', tracking: 'GM2951123004871' })
      .delivered(shipped + 8 * DAY)
      .released(startOfDay(shipped + 24 * DAY) + 10 * HOUR).events
  })
}

/** Taiwan: a large order came back after its money was released and withdrawn. */
function bigReturn(today: number): Due[] {
  const { line, paidAt } = at('taiwan', today, -41, 20.5, 5, 'USD', 98_900n)
  const released = startOfDay(paidAt + 25 * DAY) + 10 * HOUR
  return new LineStory(line)
    .paid(paidAt)
    .shipped(paidAt + 2 * DAY, { carrier: 'Chunghwa Post', tracking: 'RB730041885TW' })
    .delivered(paidAt + 12 * DAY)
    .confirmed(paidAt + 24 * DAY, released)
    .released(released)
    .refunded(startOfDay(today) - 4 * DAY + 15 * HOUR, netOf(line), 'returned by the buyer').events
}

/** Shenzhen: a refund that the order's own margin pays first. */
function returnAfterEarlyRelease(today: number): Due[] {
  const { line, paidAt } = at('shenzhen', today, -20, 11, 6, 'USD', 45_900n)
  const shipped = paidAt + DAY
  const out = startOfDay(shipped + 5 * DAY) + 10 * HOUR
  const margin = { amount: share(netOf(line), 500), until: startOfDay(shipped) + 60 * DAY + 10 * HOUR }
  return new LineStory(line)
    .paid(paidAt)
    .shipped(shipped, parcel, out)
    .released(out, margin)
    .delivered(shipped + 9 * DAY)
    .refunded(shipped + 15 * DAY, share(netOf(line), 3000), 'parts missing')
    .marginReleased(margin.until).events
}

/** A line paid `days` from today at this hour of China's day. */
function at(story: StoryName, today: number, days: number, hour: number, n: number, currency: Currency, gross: bigint) {
  const day = startOfDay(today) + days * DAY
  const shop = shopOf(story)
  const orderId = orderNumber(shop, day, 900_000 + n)
  const line: Line = { sellerId: shop.sellerId, orderId, lineId: `${orderId}-1`, currency, gross, affiliate: false }
  return { line, paidAt: day + hour * HOUR }
}
