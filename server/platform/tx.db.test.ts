import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { memberScope } from '#db/test/scopes.ts'
import { superuserClient } from '#db/test/superuser.ts'
import { errorCode, isPassing, UnknownOutcome } from './errors.ts'
import { batchTx, sellerRead, type Tx } from './tx.ts'

const superuser = superuserClient(2)
afterAll(() => superuser.end())

const pid = async (tx: Tx) => (await tx.sql<[{ pid: number }]>`select pg_backend_pid() as pid`)[0].pid

/** Ends a backend from outside, as a crash or an operator would. */
async function end(backend: number) {
  await superuser`select pg_terminate_backend(${backend})`
  // It is gone when it can no longer be seen.
  while ((await superuser`select from pg_stat_activity where pid = ${backend}`).length > 0);
}

const turn = () => new Promise((done) => setImmediate(done))

describe('a transaction whose connection breaks', () => {
  test('in the middle of a statement: it fails, and the next one gets a good connection', async () => {
    const broken = batchTx(async (tx) => {
      const backend = await pid(tx)
      await Promise.all([tx.sql`select pg_sleep(30)`, tx.sql`select 1 where ${backend}::int > 0`, end(backend)])
    })
    await expect(broken).rejects.toMatchObject({ code: expect.stringMatching(/^(CONNECTION_CLOSED|57P01|ECONNRESET|EPIPE)$/) })
    expect(await batchTx(pid)).toBeGreaterThan(0)
  })

  test('between two statements: the second is refused at once, not left without an answer', async () => {
    const broken = batchTx(async (tx) => {
      await end(await pid(tx))
      await turn()
      await tx.sql`select 1`
    })
    await expect(broken).rejects.toMatchObject({ code: expect.stringMatching(/^(CONNECTION_CLOSED|57P01|ECONNRESET|EPIPE)$/) })
  })

  test('while nothing is under way: whoever waits for something else learns of it', async () => {
    const broken = batchTx(async (tx) => {
      await end(await pid(tx))
      await new Promise(() => {})
    })
    await expect(broken).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
  })

  test('before COMMIT is answered: the outcome is unknown, which is not the same as failed', async () => {
    await superuser.unsafe(`
      create table slow (n int); grant insert on slow to portal_batch;
      create function slowly() returns trigger language plpgsql as 'begin perform pg_sleep(30); return null; end';
      create constraint trigger at_commit after insert on slow deferrable initially deferred for each row execute function slowly()`)
    let backend = 0
    const broken = batchTx(async (tx) => {
      backend = await pid(tx)
      await tx.sql`insert into slow values (1)`
    })
    broken.catch(() => {})
    // It commits when it sleeps.
    while ((await superuser`select from pg_stat_activity where pid = ${backend} and wait_event = 'PgSleep'`).length === 0) await turn()
    await end(backend)
    await expect(broken).rejects.toThrow(UnknownOutcome)
    await superuser`drop table slow`
  })

  test('fifty times over: the pool is as good as new', async () => {
    for (let n = 0; n < 50; n++) {
      await batchTx(async (tx) => {
        await end(await pid(tx))
        await tx.sql`select 1`
      }).catch(() => {})
    }
    const all = await Promise.all(Array.from({ length: 30 }, () => batchTx(async (tx) => (await tx.sql`select 7 as n`)[0]?.n)))
    expect(all).toEqual(Array(30).fill(7))
  })
})

test('while Postgres turns everybody away, transactions fail; once it lets them in again, each gets a connection', async () => {
  const name = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1)
  await Promise.all(Array.from({ length: 12 }, () => batchTx(pid)))
  await superuser.unsafe(`alter database ${name} connection limit 0`)
  await superuser`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal_batch' and datname = ${name}`
  const refused = await Promise.allSettled(Array.from({ length: 40 }, () => batchTx(pid)))
  expect(refused.map((one) => one.status)).toEqual(Array(40).fill('rejected'))
  await superuser.unsafe(`alter database ${name} connection limit -1`)
  expect(await Promise.all(Array.from({ length: 40 }, () => batchTx(pid)))).toHaveLength(40)
})

describe('what drizzle wraps is known by its cause:', () => {
  const raising = (code: string) => sql.raw(`do $$ begin raise exception using errcode = '${code}'; end $$`)

  /** How many times a transaction is begun whose first statement by drizzle fails with this code. */
  async function begun(code: string, options: { retryUnique?: boolean } = {}): Promise<number> {
    let times = 0
    await batchTx(async (tx) => {
      if (++times === 1) await tx.db.execute(raising(code))
    }, options).catch((error: unknown) => expect(errorCode(error)).toBe(code))
    return times
  }

  test.each(['40001', '40P01'])('a transaction that Postgres wants repeated is repeated (%s)', async (code) => {
    expect(await begun(code)).toBe(2)
  })

  test('a key that another batch wrote meanwhile is judged again, where that was asked for', async () => {
    expect(await begun('23505', { retryUnique: true })).toBe(2)
    expect(await begun('23505')).toBe(1)
  })

  test('any other error is not', async () => {
    expect(await begun('23514', { retryUnique: true })).toBe(1)
  })

  test.each(['57014', '55P03', '25006', '53300'])('what may work in a moment is answered as that (%s)', async (code) => {
    const error: unknown = await batchTx((tx) => tx.db.execute(raising(code))).catch((thrown: unknown) => thrown)
    expect(isPassing(error)).toBe(true)
  })

  test('a lost connection is one: it goes with its pool, and the next transaction gets a good one', async () => {
    const error: unknown = await batchTx(async (tx) => {
      const backend = await pid(tx)
      await Promise.all([tx.db.execute(sql.raw('select pg_sleep(30)')), end(backend)])
    }).catch((thrown: unknown) => thrown)
    expect(errorCode(error)).toMatch(/^(CONNECTION_CLOSED|57P01|ECONNRESET|EPIPE)$/)
    expect(await batchTx(pid)).toBeGreaterThan(0)
  })
})

test('a statement that failed fails the transaction, even where the verb went on', async () => {
  await expect(
    batchTx(async (tx) => {
      await tx.sql`select 1 / 0`.catch(() => {})
    }),
  ).rejects.toThrow('rolled back')
})

describe('a reading', () => {
  const scope = memberScope(1, 'viewer')

  test('is one snapshot: what is committed while it runs is not in it', async () => {
    await superuser`create table seen (n int)`
    await superuser`grant select on seen to portal_people`
    const count = (tx: Tx) => tx.sql<{ n: number }[]>`select count(*)::int as n from seen`
    const reading = await superuser.begin(async (other) => {
      await other`select pg_advisory_xact_lock(1)`
      // Counts, waits until the other has committed, and counts again.
      const counts = sellerRead(scope, (tx) => Promise.all([count(tx), tx.sql`select pg_advisory_xact_lock(1)`, count(tx)]))
      while ((await other`select from pg_locks where locktype = 'advisory' and not granted`).length === 0);
      await other`insert into seen values (1)`
      return { counts }
    })
    const [before, , after] = await reading.counts
    expect([before, after]).toEqual([[{ n: 0 }], [{ n: 0 }]])
    expect((await sellerRead(scope, count))[0]?.n).toBe(1)
  })

  test('writes nothing, whatever its role may do', async () => {
    await expect(sellerRead(scope, (tx) => tx.sql`create temporary table t ()`)).rejects.toMatchObject({ code: '25006' })
  })

  test('asks for everything at once: a statement that follows an answer is refused', async () => {
    const late = sellerRead(scope, async (tx) => {
      await pid(tx)
      return pid(tx)
    })
    await expect(late).rejects.toThrow('after COMMIT')
  })

  test('that failed says with what, and its connection is as good as new', async () => {
    for (let n = 0; n < 30; n++) await expect(sellerRead(scope, (tx) => tx.sql`select 1 / 0`)).rejects.toMatchObject({ code: '22012' })
    expect(await Promise.all(Array.from({ length: 30 }, () => sellerRead(scope, pid)))).toHaveLength(30)
  })
})
