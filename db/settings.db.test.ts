import { makeWorkerUtils } from 'graphile-worker'
import type { Sql } from 'postgres'
import { expect, test } from 'vitest'
import { batchTx, type Tx } from '#server/platform/tx.ts'
import { listening, ownerClient, pool, queueUrl } from './client.ts'
import { listeningSql } from './driver.ts'

/** Runs a query on a connection of either driver. */
type Ask = (text: string) => PromiseLike<Iterable<Record<string, string>>>

/** A connection of each kind that the portal opens; `close` closes it. */
async function connections(): Promise<Record<string, { ask: Ask; close?: () => Promise<unknown> }>> {
  const owner = ownerClient()
  const worker = await makeWorkerUtils({ connectionString: queueUrl() })
  await listening().listen('books', () => {})
  const of =
    (sql: Pick<Sql, 'unsafe'>): Ask =>
    (text) =>
      sql.unsafe(text)
  return {
    'the people’s': { ask: of(pool('portal_people')) },
    'the batches’': { ask: of(pool('portal_batch')) },
    'the gate’s': { ask: of(pool('portal_gate')) },
    'what backends read by': { ask: of(pool('portal_read')) },
    'the staff’s': { ask: of(pool('portal_staff')) },
    'what listens': { ask: of(listeningSql(listening()) as Sql) },
    'the owner’s': { ask: of(owner), close: () => owner.end() },
    'what looks at the queue': { ask: of(pool('portal_queue')) },
    'the queue’s': {
      ask: (text) => worker.withPgClient(async (client) => (await client.query<Record<string, string>>(text)).rows),
      close: async () => worker.release(),
    },
  }
}

/** The value of a setting on each connection. */
async function settingOf(name: string): Promise<Record<string, string | undefined>> {
  const said: Record<string, string | undefined> = {}
  for (const [kind, { ask, close }] of Object.entries(await connections())) {
    said[kind] = [...(await ask(`show ${name}`))][0]?.[name]
    await close?.()
  }
  return said
}

test('no connection lets Postgres compile its plans, whatever kind it is', async () => {
  expect([...new Set(Object.values(await settingOf('jit')))]).toEqual(['off'])
})

test.each([
  ['statement_timeout', '15s'],
  ['lock_timeout', '10s'],
  ['idle_in_transaction_session_timeout', '20s'],
])('Postgres ends what takes too long on every connection but the owner’s (%s)', async (name, limit) => {
  const { 'the owner’s': owner, ...others } = await settingOf(name)
  expect([...new Set(Object.values(others))]).toEqual([limit])
  expect(owner).toBe('0')
})

test('what is read of one seller is planned for that seller each time, and what books keeps its plans', async () => {
  const mode = async (sql: Pick<Sql, 'unsafe'>) =>
    [...(await sql.unsafe<{ plan_cache_mode: string }[]>('show plan_cache_mode'))][0]?.plan_cache_mode
  expect(await Promise.all([pool('portal_people'), pool('portal_staff'), pool('portal_read')].map(mode))).toEqual(
    Array(3).fill('force_custom_plan'),
  )
  expect(await mode(pool('portal_batch'))).toBe('auto')
})

/** The number of functions that Postgres would JIT-compile for portal_now(). */
async function compiled(tx: Tx): Promise<number> {
  const [now] = await tx.sql<[{ body: string }]>`select prosrc as body from pg_proc where oid = 'portal_now'::regproc`
  const [row] = await tx.sql.unsafe<[{ 'QUERY PLAN': [{ JIT?: { Functions: number } }] }]>(`explain (format json) ${now.body}`)
  return row['QUERY PLAN'][0].JIT?.Functions ?? 0
}

test('a plan that must go by an index is not compiled for its price', async () => {
  const planner = { enable_seqscan: 'off' } as const
  expect(await batchTx(compiled, { planner })).toBe(0)
  // With `jit = on`, a server with LLVM would compile it: before Postgres 18 a disabled plan has a cost of ten billion.
  const [can] = await pool('portal_batch')<[{ compile: boolean }]>`
    select pg_jit_available() and current_setting('server_version_num')::int < 180000 as compile from (select set_config('jit', 'on', true)) as s`
  const otherwise = await batchTx(
    async (tx) => {
      await tx.sql`set local jit = on`
      return compiled(tx)
    },
    { planner },
  )
  expect(otherwise > 0).toBe(can.compile)
})
