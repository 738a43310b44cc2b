import { minorDigits } from '#server/money/index.ts'
import { audit } from '#server/platform/audit.ts'
import { ownerTx } from '#server/platform/tx.ts'
import * as store from './store.ts'

type Wish = { readonly base: string; readonly quote: string; readonly value: string; readonly source: string }

/**
 * Staff enter, at the command line, what one unit of `base` is worth in `quote` now. A rate is a row for ever; the newest counts.
 * @param wish.value decimal string, at most ten digits on each side of the point
 * @param wish.source where it was read, as sellers are shown it
 * @returns what is wrong with it, in words for the operator, or null where it was written down
 */
export async function enterRate(wish: Wish): Promise<string | null> {
  const problem = problemOf(wish)
  if (problem) return problem
  await ownerTx(async (tx) => {
    await store.insertRate(tx, wish)
    await audit(tx, { kind: 'job', name: 'admin' }, 'rate.entered', wish)
  })
  return null
}

function problemOf({ base, quote, value, source }: Wish): string | null {
  for (const currency of [base, quote]) if (minorDigits(currency) === undefined) return `${currency} is no currency of ISO 4217`
  if (base === quote) return 'a rate is between two currencies'
  if (!/^(0|[1-9][0-9]{0,9})(\.[0-9]{1,10})?$/.test(value) || !/[1-9]/.test(value)) return `${value} is no rate, such as 7.1234`
  return source.length >= 1 && source.length <= 120 ? null : 'the source has 1 to 120 characters'
}
