import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { closePools, ownerClient, pool } from '#db/client.ts'
import { type EmbeddedServer, startEmbedded } from '#db/embedded.ts'
import { prepareDatabase } from '#e2e/drill/scene.ts'
import { UnknownOutcome } from './errors.ts'
import { health } from './health.ts'
import { batchTx, type Tx } from './tx.ts'

// Settings of the whole server, so it is one of this file's own.
let server: EmbeddedServer
let superuser: postgres.Sql
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-standby-'))

beforeAll(async () => {
  await closePools()
  fs.chmodSync(folder, 0o755)
  server = await startEmbedded(path.join(folder, 'pg'), { settings: { fsync: 'off' } })
  await prepareDatabase(server.url, 'http://localhost:3000')
  superuser = postgres(server.url.replace(/\/[^/]*$/, '/portal'), { max: 2, onnotice: () => {} })
  await superuser.unsafe('create table kept (n int); grant insert, select on kept to portal_batch')
})

afterAll(async () => {
  await superuser.end()
  await closePools()
  await server.stop()
  for (const place of [server.folder, folder]) fs.rmSync(place, { recursive: true, force: true })
})

beforeEach(() => standby('nobody'))

/** Whom every COMMIT waits for: nobody of that name ever comes, so for ever; with '' for no one. */
async function standby(name: string) {
  await superuser.unsafe(`alter system set synchronous_standby_names = '${name}'`)
  await superuser`select pg_reload_conf()`
  await expect.poll(async () => (await superuser`show synchronous_standby_names`)[0]).toMatchObject({ synchronous_standby_names: name })
}

const keep = (n: number) => batchTx((tx: Tx) => tx.sql`insert into kept values (${n})`)
const kept = async (n: number) => (await pool('portal_batch')`select from kept where n = ${n}`).length
const waiting = () => superuser<{ pid: number }[]>`select pid from pg_stat_activity where wait_event = 'SyncRep'`

/** Ends every wait as an operator does who cancels the statement. */
async function cancel() {
  await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0)
  await superuser`select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`
}

test('a COMMIT that no longer waits for its standby is unknown, never a success; the next one is a success', async () => {
  const committed = keep(1).catch((error: unknown) => error)
  await cancel()
  expect(await committed).toBeInstanceOf(UnknownOutcome)
  expect(await kept(1)).toBe(1) // it is booked here, and a failover would take it back
  await standby('')
  await keep(2)
  expect(await kept(2)).toBe(1)
})

test('the driver alone would call it a success', async () => {
  const sql = ownerClient()
  const answer = sql`create table control ()`
  void answer.execute()
  await cancel()
  expect((await answer).command).toBe('CREATE TABLE')
  await standby('')
  await sql.end()
})

test('while commits wait, the portal’s health says so after five seconds; given up after twenty, they keep their connections and are booked', async () => {
  expect((await health()).parts.replication).toBe('ok')
  const given = [3, 4].map((n) => keep(n).catch((error: unknown) => error))
  await expect.poll(async () => (await waiting()).length).toBe(2)
  expect((await health()).parts.replication).toBe('ok')
  await expect.poll(async () => (await health()).parts.replication, { timeout: 8000, interval: 500 }).toBe('waiting')
  expect((await health()).ok).toBe(false)
  const before = pool('portal_batch')
  for (const error of await Promise.all(given)) expect(error).toBeInstanceOf(UnknownOutcome)
  expect(pool('portal_batch')).toBe(before)
  await standby('')
  await keep(5)
  await expect.poll(async () => [await kept(3), await kept(4)]).toEqual([1, 1])
  expect((await health()).parts).toMatchObject({ database: 'ok', replication: 'ok' })
})
