import { afterAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { bucketCode } from './book.ts'
import { movementRules } from './movement-kind.ts'
import { hasOtherCause, kindCheck } from './statements-kinds.ts'

const owner = ownerClient(1)
afterAll(() => owner.end())

type Expressions = { readonly constraint: string; readonly indexes: string }

/** Postgres' own text of a constraint on kinds, and of the partial indexes by cause, in a transaction that leaves nothing behind. */
async function ofTable(check = kindCheck(), cause = hasOtherCause('kind')): Promise<{ real: Expressions; printed: Expressions }> {
  let found: { real: Expressions; printed: Expressions } | undefined
  const expressions = (table: string) => `
    select (select pg_get_expr(conbin, conrelid) from pg_constraint where conrelid = '${table}'::regclass and conname = 'movement_kind') as constraint,
      (select string_agg(distinct pg_get_expr(indpred, indrelid), ';') from pg_index
        where indrelid = '${table}'::regclass and pg_get_expr(indpred, indrelid) like '%kind%') as indexes`
  await owner
    .begin(async (sql) => {
      await sql.unsafe(`
        create temp table printed (like movements) on commit drop;
        alter table printed add constraint movement_kind check (${check});
        create index on printed (booked_at) where ${cause}`)
      const [real] = await sql.unsafe<[Expressions]>(expressions('public.movements'))
      const [printed] = await sql.unsafe<[Expressions]>(expressions('pg_temp.printed'))
      found = { real, printed }
      throw new Error('undo')
    })
    .catch((error: Error) => expect(error.message).toBe('undo'))
  if (!found) throw new Error('nothing was compared')
  return found
}

test('the database’s constraint and its indexes by cause are those that the table of kinds prints', async () => {
  const { real, printed } = await ofTable()
  expect(real).toEqual(printed)
})

test('negative control: one bucket more, one kind fewer, or a kind of another cause is a difference', async () => {
  for (const other of [
    kindCheck().replace('when 10 then from_bucket = 1', 'when 10 then from_bucket in (1, 2)'),
    kindCheck().replace(/when 23 .*\n/, ''),
  ]) {
    const { real, printed } = await ofTable(other)
    expect(real.constraint).not.toBe(printed.constraint)
    expect(real.indexes).toBe(printed.indexes)
  }
  const { real, printed } = await ofTable(kindCheck(), hasOtherCause('kind').replace(', 9)', ')'))
  expect(real.indexes).not.toBe(printed.indexes)
})

test('the constraint allows exactly the routes of the table', async () => {
  const { real } = await ofTable()
  const allowed = await owner.unsafe<{ kind: number; from_bucket: number; to_bucket: number }[]>(`
    select * from generate_series(0, 40) as kind, generate_series(0, 12) as from_bucket, generate_series(0, 12) as to_bucket
    where ${real.constraint}`)
  const routes = movementRules.flatMap(({ code, routes }) => routes.map(([from, to]) => `${code} ${bucketCode[from]} ${bucketCode[to]}`))
  expect(allowed.map((one) => `${one.kind} ${one.from_bucket} ${one.to_bucket}`).toSorted()).toEqual(routes.toSorted())
})
