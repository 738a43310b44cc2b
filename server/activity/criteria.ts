import { type Bucket, bucketCode, movementCode, type MovementKind, movementRoutes } from '#server/ledger/index.ts'
import { minorDigits, parseMinor } from '#server/money/index.ts'
import { findLines, type Found } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Filter } from './schema.ts'
import type { Search } from './store-search.ts'

/** A kind with the bucket that it takes from, as codes of the database; where the money goes follows from both. */
export type Route = { readonly kind: number; readonly from: number }

/**
 * The ways of money that a filter asks for, or null where it asks for all. A bucket is a set of such ways too, so one index
 * serves types and buckets.
 */
export function routesOf({ kinds, bucket }: Pick<Filter, 'kinds' | 'bucket'>): Route[] | null {
  if (kinds.length === 0 && bucket === null) return null
  const wanted = new Set<MovementKind>(kinds.length === 0 ? (Object.keys(movementCode) as MovementKind[]) : kinds)
  const touches = (from: Bucket, to: Bucket) => bucket === null || from === bucket || to === bucket
  return [...wanted].flatMap((kind) => {
    const { from, to } = movementRoutes[kind]
    return from.filter((source) => touches(source, to)).map((source) => ({ kind: movementCode[kind], from: bucketCode[source] }))
  })
}

/**
 * The bounds of the amount in minor units.
 * @throws Refusal invalid_input where the currency has fewer digits than were written
 */
export function amountsOf(
  { least, most }: Pick<Filter, 'least' | 'most'>,
  currency: string,
): { least: bigint | null; most: bigint | null } {
  const minor = (text: string | null) => {
    if (text === null) return null
    const parsed = parseMinor(text, minorDigits(currency) ?? 0)
    if (typeof parsed !== 'bigint') throw new Refusal('invalid_input')
    return parsed
  }
  return { least: minor(least), most: minor(most) }
}

export type Criteria = Omit<Search, 'place' | 'limit'> & Pick<Found, 'newest'>

/**
 * A filter as the search takes it. A reference is looked up first, so that the rest is found by its lines.
 * @throws Refusal invalid_input where an amount has more digits than the currency
 */
export async function criteriaOf(scope: SellerScope, currency: string, filter: Filter): Promise<Criteria> {
  const { period, status, reference } = filter
  const amounts = amountsOf(filter, currency)
  const { lines, newest } = reference === null ? { lines: null, newest: null } : await findLines(scope, reference)
  return { currency, period, routes: routesOf(filter), ...amounts, status, lines, newest }
}
