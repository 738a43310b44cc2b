import type { MemberScope } from '#server/platform/actor.ts'
import { sellerTx, type Tx } from '#server/platform/tx.ts'

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Node[] }

/** A node of a plan that reads a table: its type (Seq Scan, Index Scan …), its table and its index. */
export type Scan = { readonly how: string; readonly table: string; readonly index: string | null }

/**
 * Explains every statement that `ask` sends, as a member of a store and under row-level security. Each statement gives `ask` no rows.
 * @returns the scans of all plans
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
      // oxlint-disable-next-line unicorn/no-thenable -- only whole statements are awaited; a fragment inside a statement never is
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
  // A bitmap scan names its table on this node and its index on the node below, where it is counted.
  if (!how.includes('Scan') || how === 'Bitmap Heap Scan') return inner
  const table = node['Relation Name'] ?? (how === 'Bitmap Index Scan' ? parent?.['Relation Name'] : undefined) ?? ''
  return [{ how, table, index: node['Index Name'] ?? null }, ...inner]
}
