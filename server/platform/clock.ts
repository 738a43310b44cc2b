import type { Sql } from 'postgres'

/**
 * The time as the database keeps it; in the sandbox an offset moves it. Every date that is stored or decided on comes from
 * here, so that one clock rules the ledger, the deadlines and the demo.
 */
export async function now(tx: { readonly sql: Sql }): Promise<Date> {
  const [row] = await tx.sql<[{ ms: string }]>`select (extract(epoch from portal_now()) * 1000)::text as ms`
  return new Date(Number(row.ms))
}

/** The real time in epoch milliseconds, which no sandbox moves: of one-time codes and of a provider's sign-on. */
export async function realTime(tx: { readonly sql: Sql }): Promise<number> {
  const [row] = await tx.sql<[{ ms: number }]>`select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`
  return row.ms
}

/** A part of a statement: a timestamp as epoch milliseconds. */
export function ms(tx: { readonly sql: Sql }, column: string) {
  return tx.sql.unsafe(msText(column))
}

/** The same as text. */
export function msText(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::float8`
}

/**
 * Takes the sandbox's clock forward to an instant, or leaves it where it is past that already: it runs on by itself, on a slow
 * machine further than from one instant of the demo's history to the next.
 * @param owner a connection of the database's owner: no other role may
 * @param to epoch milliseconds
 * @throws a Postgres error LG010 where the installation is no sandbox
 */
export async function moveClock(owner: Sql, to: number): Promise<void> {
  await owner`select move_clock(greatest(to_timestamp(${to}::float8 / 1000), portal_now()))`
}
