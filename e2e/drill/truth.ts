// Recounts the figures of the demo in PORTAL_DATA from its rows, and writes each violation to stdout as a line.
import { closePools, ownerClient } from '#db/client.ts'
import { shops } from '#demo/shops.ts'
import { disagreements } from '#db/test/agreement.ts'
import { pagesOf } from '#db/test/answers.ts'
import { factsOf } from '#db/test/facts.ts'
import { verify } from '#server/ledger/index.ts'
import { verifyLines } from '#server/orders/index.ts'

const owner = ownerClient(4)
const say = (line: string) => process.stdout.write(`${line}\n`)
for (const { story, sellerId: externalId } of shops) {
  if (story === 'large') continue // its pages of 100,000 rows would take minutes; verify() and verifyLines() below cover it
  const [seller] = await owner<{ id: number; marketplaceId: number }[]>`
    select id, marketplace_id as "marketplaceId" from sellers where external_id = ${externalId}`
  if (!seller) say(`${story}: there is no such seller`)
  else for (const wrong of await disagreements(pagesOf(seller), await factsOf(owner, seller.id), story)) say(`${story}: ${wrong}`)
}
const breaks = [...(await verify()).breaks, ...(await verifyLines()).breaks]
for (const { sellerId, currency, what } of breaks) say(`seller ${sellerId} ${currency}: ${what}`)
await owner.end()
await closePools()
