import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { Proxy } from '#db/test/proxy.ts'
import { memberScope } from '#db/test/scopes.ts'
import { superuserClient } from '#db/test/superuser.ts'
import { isPassing, UnknownOutcome } from './errors.ts'
import { listen } from './listen.ts'
import { batchTx, oneStatement, personTx, sellerRead, type Tx } from './tx.ts'

const superuser = superuserClient(2)
afterAll(() => superuser.end())

let proxy: Proxy
beforeEach(async () => (proxy = await Proxy.begin()))
afterEach(() => proxy.end())

const one = (tx: Tx) => tx.sql`select 1`
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a host that freezes: what had not sent COMMIT failed, what had is unknown, both within 25 s; and the next host answers at once', async () => {
  await superuser.unsafe('create table kept (n int); grant insert, select on kept to portal_batch')
  const from = performance.now()
  const commitSent = proxy.freezeAt('commit')
  const committing = failure(batchTx((tx) => tx.sql`insert into kept values (1)`))
  await commitSent // before `working` freezes every connection
  const working = failure(
    batchTx(async (tx) => {
      await one(tx)
      proxy.freeze()
      await one(tx)
    }),
  )
  const reading = failure(sellerRead(memberScope(1, 'viewer'), one))
  const single = failure(oneStatement((sql) => sql`select 'commit'`))
  expect(await committing).toBeInstanceOf(UnknownOutcome)
  for (const error of await Promise.all([working, reading, single])) {
    expect(error).not.toBeInstanceOf(UnknownOutcome)
    expect(isPassing(error)).toBe(true)
  }
  expect(performance.now() - from).toBeLessThan(25_000)
  proxy.freezeAt(undefined)
  const [again] = await Promise.all([batchTx((tx) => tx.sql`select * from kept`), oneStatement((sql) => sql`select 1`)])
  expect(again).toEqual([]) // it never arrived; nobody here could know
  expect(performance.now() - from).toBeLessThan(27_000)
})

test('what listens is heard again within 20 s after its host froze', async () => {
  const heard: string[] = []
  let resumed = 0
  const stopListening = listen('invitees', { heard: (payload) => heard.push(payload), resumed: () => resumed++ })
  await expect.poll(() => resumed, { timeout: 5000 }).toBe(1)
  proxy.freeze()
  await expect.poll(() => resumed, { timeout: 20_000 }).toBe(2)
  await superuser`select pg_notify('invitees', 'x')`
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['x'])
  stopListening()
})

test('what listens goes on when the pool of its role is replaced', async () => {
  const heard: string[] = []
  let resumed = 0
  const stopListening = listen('sessions', { heard: (payload) => heard.push(payload), resumed: () => resumed++ })
  await expect.poll(() => resumed, { timeout: 5000 }).toBe(1)
  const broken = personTx(1, async (tx) => {
    const [row] = await tx.sql<[{ pid: number }]>`select pg_backend_pid() as pid`
    await superuser`select pg_terminate_backend(${row.pid})`
    await tx.sql`select pg_sleep(5)`
  })
  await expect(broken).rejects.toMatchObject({ code: expect.any(String) })
  await personTx(1, one)
  await superuser`select pg_notify('sessions', 'y')`
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['y'])
  stopListening()
})
