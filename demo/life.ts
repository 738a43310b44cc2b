import { percentHalfEven } from '#server/money/index.ts'
import { DAY, HOUR, MINUTE, startOfDay, workingHour } from './calendar.ts'
import { type Line, LineStory, netOf } from './line.ts'
import type { Random } from './random.ts'
import type { Due } from './wire.ts'
import type { Words } from './words.ts'

/** Parameters of a shop's random orders: shares of its lines, and ranges of days between stages. */
export type Habits = {
  shipDays: readonly [number, number]
  transitDays: readonly [number, number]
  carriers: readonly string[]
  /** Share of lines released 3 to 5 days after shipment, with a margin until day 60. */
  early: number
  /** Share of buyers who confirm receipt before their protection ends. */
  confirmed: number
  cancelled: number
  riskReview: number
  disputed: number
  returned: number
}

/** Days from delivery to the end of the buyer's protection, without a confirmation. */
const PROTECTION = 15
/** Days from shipment to the return of an early release's margin. */
const MARGIN = 60

/** All events of a line that is paid at `paidAt`, at random by the shop's habits. */
export function lifeOf(line: Line, paidAt: number, { habits, words }: { habits: Habits; words: Words }, random: Random): Due[] {
  const story = new LineStory(line).paid(paidAt)
  if (random.chance(habits.cancelled)) {
    return story.cancelled(paidAt + random.between(0.5, 30) * HOUR, random.pick(words.cancelled)).events
  }
  let ready = paidAt
  if (random.chance(habits.riskReview)) {
    ready = paidAt + DAY
    story.held(paidAt + 2 * MINUTE, 'risk', ready).unheld(ready)
  }
  const shippedAt = workingHour(ready + random.between(...habits.shipDays) * DAY)
  const deliveredAt = shippedAt + random.between(...habits.transitDays) * DAY
  const parcel = { carrier: random.pick(habits.carriers), tracking: `LX${random.whole(100_000_000, 999_999_999)}CN` }
  const stages: Stages = { story, shippedAt, deliveredAt, parcel, habits, words, random }
  return (random.chance(habits.early) ? earlyRelease(stages) : ordinaryRelease(stages)).events
}

type Stages = {
  story: LineStory
  shippedAt: number
  deliveredAt: number
  parcel: { carrier: string; tracking: string }
  habits: Habits
  words: Words
  random: Random
}

function earlyRelease({ story, shippedAt, deliveredAt, parcel, habits, words, random }: Stages): LineStory {
  const out = nextRun(shippedAt + random.between(3, 4.6) * DAY)
  const back = startOfDay(shippedAt) + MARGIN * DAY + 10 * HOUR
  const amount = percentHalfEven(netOf(story.line), random.pick(['3', '4', '5']))
  story.shipped(shippedAt, parcel, out).delivered(deliveredAt).released(out, { amount, until: back })
  if (random.chance(habits.returned)) refund(story, Math.max(out, deliveredAt) + random.between(1, 9) * DAY, words, random)
  return story.marginReleased(back)
}

function ordinaryRelease({ story, shippedAt, deliveredAt, parcel, habits, words, random }: Stages): LineStory {
  // The release run after the protection's end is often on the next day. Without its date, morning deliveries would look overdue.
  story.shipped(shippedAt, parcel).delivered(deliveredAt, nextRun(deliveredAt + PROTECTION * DAY))
  if (random.chance(habits.disputed)) return dispute(story, deliveredAt + random.between(0.5, 6) * DAY, words, random)
  let out = nextRun(deliveredAt + PROTECTION * DAY)
  if (random.chance(habits.confirmed)) {
    const confirmedAt = deliveredAt + random.between(0.3, 10) * DAY
    out = nextRun(confirmedAt)
    story.confirmed(confirmedAt, out)
  }
  story.released(out)
  if (random.chance(habits.returned)) refund(story, out + random.between(1, 12) * DAY, words, random)
  return story
}

/** A dispute: half end in the seller's favour, a third in a partial refund, the rest in a full refund. */
function dispute(story: LineStory, openedAt: number, words: Words, random: Random): LineStory {
  const closedAt = workingHour(openedAt + random.between(4, 12) * DAY)
  story.held(openedAt, 'dispute', openedAt + 15 * DAY, random.pick(words.returned))
  const end = random.next()
  const net = netOf(story.line)
  if (end > 0.83) return story.refunded(closedAt, net, words.refundedInFull).unheld(closedAt + MINUTE)
  if (end > 0.5) story.refunded(closedAt, percentHalfEven(net, random.pick(['20', '30', '50'])), words.refundedInPart)
  return story.unheld(closedAt + MINUTE).released(nextRun(closedAt + MINUTE))
}

function refund(story: LineStory, at: number, words: Words, random: Random): void {
  const net = netOf(story.line)
  story.refunded(at, random.chance(0.6) ? net : percentHalfEven(net, random.pick(['15', '30', '50'])), random.pick(words.returned))
}

/** The next release run after `at`: daily at 10:00 in China. */
function nextRun(at: number): number {
  const run = startOfDay(at) + 10 * HOUR
  return run > at ? run : run + DAY
}
