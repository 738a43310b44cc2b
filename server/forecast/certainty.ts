import type { Wait } from '#server/releases/index.ts'

/** How sure it is that money comes on its day. */
export type Certainty = 'confirmed' | 'atRisk' | 'margin'

/**
 * `confirmed` where the parcel has arrived or the marketplace gave the date, and nothing holds the money; `margin` is kept until its
 * own date; everything else is `atRisk`: held, or not delivered and without a date.
 */
export function certaintyOf({ bucket, day }: Pick<Wait, 'bucket'> & { readonly day: string | null }): Certainty {
  if (bucket === 'reserve') return 'margin'
  return bucket === 'pending' && day !== null ? 'confirmed' : 'atRisk'
}
