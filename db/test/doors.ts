import type { Sql } from 'postgres'
import { bucketCode, type MovementKind, movementKinds } from '#server/ledger/index.ts'
import type { Poster } from '#server/ledger/movement-kind.ts'
import * as make from './events.ts'
import { postEvents } from '#server/orders/index.ts'
import { newCause } from './withdrawals.ts'
import { sellerIdOf } from './sellers.ts'

// Calls of the database's posting functions as raw SQL, so that they are tested without the program's own checks.

export type Wanted = {
  readonly seller: number
  readonly kind: MovementKind
  readonly amount: bigint | null
  readonly cause?: string
  readonly currency?: string
  readonly from?: number
  readonly to?: number
}

/** The SQL that calls the posting function of a role. */
export function call(door: Poster, wanted: readonly Wanted[]): string {
  const array = (values: readonly (string | number | bigint | null)[], type: string) =>
    `'{${values.map((value) => value ?? 'null').join(',')}}'::${type}[]`
  const route = ({ kind }: Wanted) => movementKinds[kind].routes[0]
  const common = [
    array(
      wanted.map(({ seller }) => seller),
      'int',
    ),
    array(
      wanted.map(({ currency }) => currency ?? 'USD'),
      'bpchar',
    ),
    array(
      wanted.map(({ kind }) => movementKinds[kind].code),
      'smallint',
    ),
    array(
      wanted.map((one) => one.from ?? bucketCode[route(one)[0]]),
      'smallint',
    ),
    array(
      wanted.map((one) => one.to ?? bucketCode[route(one)[1]]),
      'smallint',
    ),
    array(
      wanted.map(({ amount }) => amount),
      'bigint',
    ),
  ]
  const causes = array(
    wanted.map(({ cause }) => cause ?? newCause()),
    'uuid',
  )
  if (door !== 'batch') return `select ledger_post_${door}(${[...common, causes].join(', ')})`
  return `select ledger_post(${[
    ...common,
    array(
      wanted.map(() => 0),
      'float8',
    ),
    causes,
    array(
      wanted.map(() => null),
      'uuid',
    ),
  ].join(', ')})`
}

export type Settings = Readonly<Record<string, number | string>>
type Client = Sql<{ bigint: bigint }>

/** Runs statements in one transaction, rolled back unless `keep`. @returns 'posted', or the code of the first error */
export async function attempt(client: Client, settings: Settings, statements: readonly string[], keep = false): Promise<string> {
  let answer = 'posted'
  await client
    .begin(async (sql) => {
      for (const [name, value] of Object.entries(settings)) await sql`select set_config(${name}, ${String(value)}, true)`
      try {
        for (const statement of statements) await sql.unsafe(statement)
      } catch (error) {
        answer = (error as { code: string }).code
        throw error
      }
      if (!keep) throw new Error('undo')
    })
    .catch((error: Error) => {
      if (answer === 'posted' && error.message !== 'undo') throw error
    })
  return answer
}

/** Makes a seller with 100.00 USD available and 50.00 pending. @returns its id */
export async function newSeller(marketplace: number, name: string): Promise<number> {
  const line = (n: number) => ({ seller: name, order: `of-${name}`, line: `${n}` })
  await postEvents(marketplace, [
    make.upserted({ seller: name }),
    make.paid(10_000n, line(1)),
    make.paid(5_000n, line(2)),
    make.released(line(1)),
  ])
  return sellerIdOf(marketplace, name)
}

/** The settings of a transaction of a person (`user`) of a store (`seller`). */
export const asPerson = (user: number | null, seller: number | null): Settings => ({
  ...(seller !== null && { 'app.seller_id': seller }),
  ...(user !== null && { 'app.actor_id': user }),
})
