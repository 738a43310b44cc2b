import { happened, type HoldReason, holdReasonCode } from '#server/orders/index.ts'

/** The bucket in which a line's money waits; it is never in two of them. */
export type Waiting = 'pending' | 'frozen' | 'reserve'

/**
 * Why a line's money is not with its seller yet. Pending: not shipped, not delivered, the buyer still protected, or both of
 * release's conditions met and the marketplace about to pay. Frozen: the reason of its hold. In reserve: the margin of a release.
 */
export type Reason = 'shipment' | 'delivery' | 'protection' | 'processing' | HoldReason | 'margin'

/** Which lines a reason is of: their bucket, the bits of `lines.state` that are all set, of which one is, that none is; the hold. */
export type ReasonRule = {
  readonly reason: Reason
  readonly bucket: Waiting
  readonly all: number
  readonly any: number
  readonly none: number
  readonly hold: number | null
}

const { shipped, delivered, confirmed } = happened
const states = { all: 0, any: 0, none: 0, hold: null }
const hold = (reason: HoldReason): ReasonRule => ({ ...states, reason, bucket: 'frozen', hold: holdReasonCode[reason] })

/**
 * The reasons in the order of an order's life; each line that waits has exactly one. The database filters by the same rules.
 * A release has two conditions: the buyer confirmed, or the protection ended; and the carrier delivered.
 */
export const reasonRules: readonly ReasonRule[] = [
  { ...states, reason: 'shipment', bucket: 'pending', none: shipped | delivered | confirmed },
  { ...states, reason: 'delivery', bucket: 'pending', any: shipped | confirmed, none: delivered },
  { ...states, reason: 'protection', bucket: 'pending', all: delivered, none: confirmed },
  { ...states, reason: 'processing', bucket: 'pending', all: delivered | confirmed },
  hold('dispute'),
  hold('risk'),
  hold('legal'),
  hold('other'),
  { ...states, reason: 'margin', bucket: 'reserve' },
]

/** The rule of a reason. */
export function ruleOf(reason: Reason): ReasonRule {
  const rule = reasonRules.find((one) => one.reason === reason)
  if (!rule) throw new Error(`no rule for ${reason}`)
  return rule
}

/**
 * Where a line's money waits and why; null where none of it does.
 * @param line amounts in minor units; `holdReason` is the code of the newest hold
 */
export function waitOf(
  line: { readonly state: number; readonly holdReason: number | null } & Readonly<Record<Waiting, bigint>>,
): { readonly bucket: Waiting; readonly reason: Reason } | null {
  const { state } = line
  const rule = reasonRules.find(
    ({ bucket, all, any, none, hold }) =>
      line[bucket] > 0n &&
      (state & all) === all &&
      (any === 0 || (state & any) !== 0) &&
      (state & none) === 0 &&
      (hold === null || hold === (line.holdReason ?? holdReasonCode.other)),
  )
  return rule ? { bucket: rule.bucket, reason: rule.reason } : null
}
