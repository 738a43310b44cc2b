import type { MemberScope } from '#server/platform/actor.ts'
import { sellerTx, type Tx } from '#server/platform/tx.ts'

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Node[] }

/** A step of a plan that reads a table: how (Seq Scan, Index Scan …), which table, by which index. */
export type Scan = { readonly how: string; readonly table: string; readonly index: string | null }

/**
 * How Postgres would carry out every statement that `ask` sends, as a seller and under row-level security. The statements get no
 * rows for an answer.
 */
export async function scansOf(scope: MemberScope, ask: (tx: Tx) => Promise<unknown>): Promise<Scan[]> {
  return sellerTx(scope, async (tx) => {
    const plans: Promise<Scan[]>[] = []
    const sql = (first: TemplateStringsArray, ...rest: never[]) => {
      const query = tx.sql(first, ...rest)
      const explain = async (): Promise<never[]> => {
        const plan = tx.sql<{ 'QUERY PLAN': [{ Plan: Node }] }[]>`explain (format json) ${query}`
        plans.push(plan.then((rows) => rows.flatMap((row) => scansIn(row['QUERY PLAN'][0].Plan))))
        return []
      }
      // oxlint-disable-next-line unicorn/no-thenable -- a part of a statement is never waited for; what is waited for is a statement
      query.then = ((...done: [never, never]) => explain().then(...done)) as never
      return query
    }
    await ask({ ...tx, sql: Object.assign(sql, tx.sql) as Tx['sql'] })
    return (await Promise.all(plans)).flat()
  })
}

function scansIn(node: Node, parent?: Node): Scan[] {
  const how = node['Node Type']
  const inner = (node.Plans ?? []).flatMap((plan) => scansIn(plan, node))
  // Its table stands on one node and its index on the one below.
  if (!how.includes('Scan') || how === 'Bitmap Heap Scan') return inner
  const table = node['Relation Name'] ?? (how === 'Bitmap Index Scan' ? parent?.['Relation Name'] : undefined) ?? ''
  return [{ how, table, index: node['Index Name'] ?? null }, ...inner]
}
