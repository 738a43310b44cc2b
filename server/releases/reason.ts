import { happened, type HoldReason, holdReasonCode } from '#server/orders/index.ts'

/** The bucket in which a line's money waits; it is never in two of them. */
export type Waiting = 'pending' | 'frozen' | 'reserve'

/**
 * Why a line's money is not with its seller yet. Pending: not shipped; not delivered; the buyer still protected; both of release's
 * conditions met and the marketplace about to pay; the day that was said is over. Frozen: the reason of its hold. In reserve: the
 * margin of a release.
 */
export type Reason = 'shipment' | 'delivery' | 'protection' | 'releasing' | 'overdue' | HoldReason | 'margin'

/** What keeps money of a book from being available that is of no line. */
export type BookReason = 'processing' | 'debt' | 'case'

/** Who can do something about it; `nobody` where it settles by itself. */
export type Actor = 'you' | 'buyer' | 'carrier' | 'marketplace' | 'authority' | 'bank' | 'nobody'

/** What decides on the reason of money that a line holds. */
export type Wait = {
  readonly bucket: Waiting
  /** Bits of the line (`happened`). */
  readonly state: number
  /** Code of the newest hold. */
  readonly holdReason: number | null
  /** The day on which it was expected is over in the seller's zone, and the money has not moved. */
  readonly late: boolean
}

/** Which lines a reason is of: their bucket, the bits that are all set, of which one is, that none is; the hold; whether they are late. */
export type ReasonRule = {
  readonly reason: Reason
  readonly bucket: Waiting
  readonly all: number
  readonly any: number
  readonly none: number
  readonly hold: number | null
  readonly late: boolean | null
}

const { shipped, delivered, confirmed } = happened
const states = { all: 0, any: 0, none: 0, hold: null, late: null }
const hold = (reason: HoldReason): ReasonRule => ({ ...states, reason, bucket: 'frozen', hold: holdReasonCode[reason] })

/**
 * The reasons in the order of an order's life; whatever waits has exactly one. The database filters by the same rules.
 * A release has two conditions: the buyer confirmed, or the protection ended; and the carrier delivered. What nobody has shipped is
 * the seller's to ship, however late; after that a day that is over is the marketplace's to explain, whatever it still waits for.
 */
export const reasonRules: readonly ReasonRule[] = [
  { ...states, reason: 'shipment', bucket: 'pending', none: shipped | delivered | confirmed },
  { ...states, reason: 'delivery', bucket: 'pending', any: shipped | confirmed, none: delivered, late: false },
  { ...states, reason: 'protection', bucket: 'pending', all: delivered, none: confirmed, late: false },
  { ...states, reason: 'releasing', bucket: 'pending', all: delivered | confirmed, late: false },
  { ...states, reason: 'overdue', bucket: 'pending', any: shipped | delivered | confirmed, late: true },
  hold('dispute'),
  hold('risk'),
  hold('legal'),
  hold('other'),
  { ...states, reason: 'margin', bucket: 'reserve' },
]

/** Who must act for each. A dispute is the seller's to answer; it costs most when it is left alone. */
export const actsNext: Readonly<Record<Reason | BookReason, Actor>> = {
  shipment: 'you',
  delivery: 'carrier',
  protection: 'buyer',
  releasing: 'marketplace',
  overdue: 'marketplace',
  dispute: 'you',
  risk: 'marketplace',
  legal: 'authority',
  other: 'marketplace',
  margin: 'nobody',
  processing: 'bank',
  debt: 'nobody',
  case: 'marketplace',
}

/** The rule of a reason. */
export function ruleOf(reason: Reason): ReasonRule {
  const rule = reasonRules.find((one) => one.reason === reason)
  if (!rule) throw new Error(`no rule for ${reason}`)
  return rule
}

/** The one reason for which money waits. */
export function reasonOf(wait: Wait): Reason {
  const { state } = wait
  const found = reasonRules.find(
    ({ bucket, all, any, none, hold, late }) =>
      wait.bucket === bucket &&
      (state & all) === all &&
      (any === 0 || (state & any) !== 0) &&
      (state & none) === 0 &&
      (hold === null || hold === (wait.holdReason ?? holdReasonCode.other)) &&
      (late === null || late === wait.late),
  )
  if (!found) throw new Error(`a ${wait.bucket} line of state ${state} waits for no reason`)
  return found.reason
}
