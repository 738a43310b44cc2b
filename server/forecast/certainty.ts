import { happened } from '#server/orders/index.ts'
import type { Wait } from '#server/releases/index.ts'

/** How sure it is that money comes on its day. */
export type Certainty = 'confirmed' | 'atRisk' | 'margin'

const onItsWay = happened.shipped | happened.delivered | happened.confirmed

/**
 * `confirmed` where the parcel is on its way or has arrived, the day is known and still to come, and nothing holds the money; `margin` is
 * kept until its own date; everything else is `atRisk`: held, not shipped, without a day, or past it.
 */
export function certaintyOf({ bucket, state, day, late }: Omit<Wait, 'holdReason'> & { readonly day: string | null }): Certainty {
  if (bucket === 'reserve') return 'margin'
  return bucket === 'pending' && (state & onItsWay) !== 0 && day !== null && !late ? 'confirmed' : 'atRisk'
}
