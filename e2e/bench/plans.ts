import { instant } from '#db/test/instant.ts'
import { scansOf } from './explain.ts'
import type { Filter, Place } from '#server/activity/schema.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'

/** A sequential scan of a table of fewer bytes is fine. */
const large = 512 * 1024

/** Planner settings for index scans; with all of them off only a sequential scan is left. */
const indexes = ['enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan']

/**
 * Explains the queries of the activity pages for a book: the list by each filter and cursor, an entry, a search by reference, a day and
 * the overview's newest rows.
 * @param middle version of an order's movement in the middle of the book; every book has version 1, so the planner expects many of those
 * @throws Error that names each sequential scan of a large table, or if the check finds none even with index scans switched off
 */
export async function refuseWholeTables(scope: MemberScope, currency: string, filters: readonly Filter[], middle: number) {
  const [{ sellerTx }, { readPeriod }, find, { criteriaOf }, search, store] = await Promise.all([
    import('#server/platform/tx.ts'),
    import('#server/ledger/read-period.ts'),
    import('#server/orders/statements-find.ts'),
    import('#server/activity/criteria.ts'),
    import('#server/activity/statements-search.ts'),
    import('#server/activity/statements.ts'),
  ])
  const sizes = await sellerTx(
    scope,
    ({ sql }) => sql<{ table: string }[]>`
    select relname as table from pg_class where relkind = 'r' and pg_relation_size(oid) >= ${large}`,
  )
  const tables = new Set(sizes.map(({ table }) => table))
  const found: string[] = []
  const look = async (what: string, ask: (tx: Tx) => Promise<unknown>) => {
    for (const { how, table } of await scansOf(scope, ask)) if (how === 'Seq Scan' && tables.has(table)) found.push(`${what}: ${table}`)
  }
  const list = async (tx: Tx, filter: Filter, place: Place, off: readonly string[]) => {
    const asked = { ...(await criteriaOf(scope, currency, filter)), place, limit: 26 }
    await tx.sql.unsafe(off.map((name) => `set local ${name} = off`).join(';'))
    await Promise.all([search.rangeOf(tx, scope, asked), search.entries(tx, scope, asked)])
  }
  for (const filter of filters)
    for (const place of [null, { before: middle }, { after: middle }])
      await look(JSON.stringify({ ...filter, place }), (tx) => list(tx, filter, place, Object.keys(search.noBitmap)))
  const order = (await sellerTx(scope, (tx) => store.orderOf(tx, scope, currency, middle))) ?? ''
  await look('entry', (tx) =>
    // Explained queries give no rows, and some functions reject when they get none.
    Promise.allSettled([
      ...[store.movement, store.timeline].map((read) => read(tx, scope, currency, middle)),
      ...[store.related, store.sale].map((read) => read(tx, scope, currency, order)),
    ]),
  )
  await look('reference', (tx) =>
    Promise.all([find.linesByOrder(tx, scope, 'many-1'), find.linesByName(tx, scope, 'many-1', 101), find.lineByEvent(tx, scope, 'x')]),
  )
  await look('day', (tx) => readPeriod(tx, scope, currency, Date.parse(instant) - 86_400_000, Date.parse(instant)))
  await look('overview', (tx) => store.recent(tx, scope, 8))
  if (found.length > 0) throw new Error(`read from end to end: ${found.join('; ')}`)

  const [filter] = filters
  if (filter) await look('control', (tx) => list(tx, filter, null, indexes))
  if (found.length === 0) throw new Error('with indexes switched off nothing is read from end to end either: the look at plans is blind')
}
