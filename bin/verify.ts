import { closePools } from '#db/client.ts'
import { verify } from '#server/ledger/index.ts'
import { verifyLines } from '#server/orders/index.ts'
import { wholeRead } from '#server/platform/tx.ts'
import { verifySumsIn } from '#server/reconciliation/index.ts'

/**
 * `npm run verify`: adds up every movement and compares the sums with every book and line. Prints the differences, the counts and the
 * duration; exits with 1 if anything differs.
 */
const from = performance.now()
// One snapshot, so that movements posted meanwhile are not reported as differences.
const [ledger, orders, sums] = await wholeRead(async (tx) => [await verify(tx), await verifyLines(tx), await verifySumsIn(tx)] as const)
const seconds = Math.round((performance.now() - from) / 100) / 10
for (const { sellerId, currency, what } of [...ledger.breaks, ...orders.breaks])
  console.log(`${`seller ${sellerId} ${currency}`.trim()}: ${what}`)
for (const { marketplaceId, currency, what } of sums) console.log(`marketplace ${marketplaceId} ${currency}: ${what}`)
const breaks = ledger.breaks.length + orders.breaks.length + sums.length
console.log(`${ledger.books} books, ${ledger.movements} movements and ${orders.lines} lines verified in ${seconds} s: ${breaks} differ`)
await closePools()
process.exitCode = breaks > 0 ? 1 : 0
