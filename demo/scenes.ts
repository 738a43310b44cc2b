import { percentHalfEven } from '#server/money/index.ts'
import { DAY, HOUR, MINUTE, startOfDay } from './calendar.ts'
import { type Line, LineStory, netOf } from './line.ts'
import { orderNumber } from './orders.ts'
import { shopOf, type StoryName } from './shops.ts'
import type { Currency, Due } from './wire.ts'
import { wordsFor } from './words.ts'

/**
 * Orders that the stories need and that must not be random. They are placed around `today`, the instant at which the demo's history ends.
 * Their numbers begin above those of random orders.
 */
export function scenesOf(today: number): Due[] {
  return [...openDisputes(today), ...riskReview(today), ...bigReturn(today), ...returnAfterEarlyRelease(today)]
}

const parcel = { carrier: 'SF International', tracking: 'SF7310042266CN' }

/** Shenzhen: a dispute in each currency, still open today. The first will end in the seller's favour, the second in a partial refund. */
function openDisputes(today: number): Due[] {
  const { scenes, refundedInPart } = wordsFor(shopOf('shenzhen').locale)
  const projectors = sold(today, { story: 'shenzhen', days: -24, hour: 9.4, n: 1, currency: 'USD', gross: 132_363n })
  const opened = projectors.paidAt + 19 * DAY
  const first = new LineStory(projectors.line)
    .paid(projectors.paidAt)
    .shipped(projectors.paidAt + 2 * DAY, parcel)
    .delivered(projectors.paidAt + 14 * DAY)
    .held(opened, 'dispute', opened + 15 * DAY, scenes.projector)
    .unheld(opened + 14 * DAY)
    .released(startOfDay(opened + 15 * DAY) + 10 * HOUR)

  const headsets = sold(today, { story: 'shenzhen', days: -17, hour: 14.2, n: 2, currency: 'CNY', gross: 268_000n })
  const since = headsets.paidAt + 14 * DAY
  const second = new LineStory(headsets.line)
    .paid(headsets.paidAt)
    .shipped(headsets.paidAt + DAY, parcel)
    .delivered(headsets.paidAt + 9 * DAY)
    .held(since, 'dispute', since + 15 * DAY, scenes.colour)
    .refunded(since + 10 * DAY, percentHalfEven(netOf(headsets.line), '40'), refundedInPart)
    .unheld(since + 10 * DAY + MINUTE)
    .released(startOfDay(since + 11 * DAY) + 10 * HOUR)
  return [...first.events, ...second.events]
}

/** Hong Kong: an order in each currency, paid a few hours ago and held for a risk review for a day. */
function riskReview(today: number): Due[] {
  return (['USD', 'CNY'] as const).flatMap((currency, n) => {
    const paidAt = today - (4 + n) * HOUR
    const gross = currency === 'USD' ? 38_600n : 129_900n
    const days = Math.round((startOfDay(paidAt) - startOfDay(today)) / DAY)
    const { line } = sold(today, { story: 'hongkong-home', days, hour: 0, n: 3 + n, currency, gross })
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

/** Taiwan: a large order was returned after its money was released and withdrawn. */
function bigReturn(today: number): Due[] {
  const { line, paidAt } = sold(today, { story: 'taiwan', days: -41, hour: 20.5, n: 5, currency: 'USD', gross: 198_000n })
  const released = startOfDay(paidAt + 25 * DAY) + 10 * HOUR
  return new LineStory(line)
    .paid(paidAt)
    .shipped(paidAt + 2 * DAY, { carrier: 'Chunghwa Post', tracking: 'RB730041885TW' })
    .delivered(paidAt + 12 * DAY)
    .confirmed(paidAt + 24 * DAY, released)
    .released(released)
    .refunded(startOfDay(today) - 4 * DAY + 15 * HOUR, netOf(line), wordsFor(shopOf('taiwan').locale).scenes.back).events
}

/** A shop's withdrawal: `percent` of the available money at that time, rounded down to hundreds. */
export type Withdrawal = { at: number; story: StoryName; currency: Currency; percent: bigint; paid: boolean }

/** Taiwan's withdrawal was paid shortly before the return. Shenzhen requested one in each currency late yesterday; both wait. */
export function withdrawals(today: number): Withdrawal[] {
  const day = startOfDay(today)
  const yesterday = { at: day - DAY + 16.4 * HOUR, story: 'shenzhen', percent: 40n, paid: false } as const
  return [
    { at: day - 9 * DAY + 10.5 * HOUR, story: 'taiwan', currency: 'USD', percent: 100n, paid: true },
    { ...yesterday, currency: 'USD' },
    { ...yesterday, currency: 'CNY' },
  ]
}

/** Shenzhen: a refund that is taken from the order's margin first. */
function returnAfterEarlyRelease(today: number): Due[] {
  const { line, paidAt } = sold(today, { story: 'shenzhen', days: -20, hour: 11, n: 6, currency: 'USD', gross: 45_900n })
  const shipped = paidAt + DAY
  const out = startOfDay(shipped + 5 * DAY) + 10 * HOUR
  const margin = { amount: percentHalfEven(netOf(line), '5'), until: startOfDay(shipped) + 60 * DAY + 10 * HOUR }
  return new LineStory(line)
    .paid(paidAt)
    .shipped(shipped, parcel, out)
    .released(out, margin)
    .delivered(shipped + 9 * DAY)
    .refunded(shipped + 15 * DAY, percentHalfEven(netOf(line), '30'), wordsFor(shopOf('shenzhen').locale).scenes.parts)
    .marginReleased(margin.until).events
}

type Sale = { story: StoryName; days: number; hour: number; n: number; currency: Currency; gross: bigint }

/** A line paid `days` from today at this hour in China. `n` makes the order number unique among the scenes of a day. */
function sold(today: number, { story, days, hour, n, currency, gross }: Sale): { line: Line; paidAt: number } {
  const day = startOfDay(today) + days * DAY
  const shop = shopOf(story)
  const orderId = orderNumber(shop, day, 900_000 + n)
  return {
    line: { sellerId: shop.sellerId, orderId, lineId: `${orderId}-1`, currency, gross, affiliate: false },
    paidAt: day + hour * HOUR,
  }
}
