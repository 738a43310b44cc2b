import { bucketCode, movementRules } from '#server/ledger/index.ts'
import { minorDigits, parseMinor } from '#server/money/index.ts'
import { findLines, type ReferenceMatch } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Filter } from './schema.ts'
import type { Search } from './statements-search.ts'

/** A kind with the buckets between which it moves money, as codes of the database. */
export type Route = { readonly kind: number; readonly from: number; readonly to: number }

/** The routes that a filter asks for, or null where it asks for all. A bucket is a set of routes too, so one index serves types and buckets. */
export function routesOf({ kinds, bucket }: Pick<Filter, 'kinds' | 'bucket'>): Route[] | null {
  if (kinds.length === 0 && bucket === null) return null
  return movementRules
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .flatMap(({ code: kind, routes }) =>
      routes.flatMap(([from, to]): Route[] =>
        bucket === null || bucket === from || bucket === to ? [{ kind, from: bucketCode[from], to: bucketCode[to] }] : [],
      ),
    )
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

export type Criteria = Omit<Search, 'place' | 'limit'> & Pick<ReferenceMatch, 'newest'>

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
