import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closePools } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { env } from '#server/platform/env.ts'
import { gateTx, oneStatement } from '#server/platform/tx.ts'
import { changeSecret, type CommandError } from './rotation.ts'
import { beginInstallation } from './secrets.ts'

let installation: Awaited<ReturnType<typeof beginInstallation>>

beforeAll(async () => {
  installation = await beginInstallation()
}, 120_000)
afterAll(() => installation.end())

const small = (mistake: CommandError = null) => changeSecret(installation.url, { values: 600, canaries: 60, readers: 3, mistake })

describe('PORTAL_SECRET is rotated while readers continue', { timeout: 120_000 }, () => {
  test('no read fails, no sealed value opens in another row, and a dump holds no canary', async () => {
    const outcome = await small()
    expect(outcome).toMatchObject({ failedReads: 0, failedAfter: 0, openedElsewhere: 0, found: 0, left: { sealed: 0 } })
    expect(outcome.resealed).toBeGreaterThanOrEqual(600 + 60)
    expect(outcome.reads).toBeGreaterThan(10)
    expect(outcome.left.queued).toBe(20) // these jobs can still run, because both secrets are valid
  })

  test('a process with both secrets continues after another one has set the roles’ passwords from the new one', async () => {
    const old = env().PORTAL_SECRET
    const next = 'another secret of the drill that is long enough'
    const both = { PORTAL_SECRET: next, PORTAL_SECRET_PREVIOUS: old }
    try {
      Object.assign(env(), both)
      expect(await gateTx((tx) => tx.sql`select 1 as n`)).toHaveLength(1)
      await closePools() // so that the next call opens new connections
      Object.assign(env(), { PORTAL_SECRET: next, PORTAL_SECRET_PREVIOUS: undefined })
      await migrateDatabase()
      Object.assign(env(), both)
      const asked = Array.from({ length: 20 }, () => gateTx((tx) => tx.sql`select 1 as n`))
      expect((await Promise.all(asked)).flat()).toHaveLength(20)
      expect(await oneStatement((sql) => sql`select 1 as n`)).toHaveLength(1)
    } finally {
      Object.assign(env(), { PORTAL_SECRET: old, PORTAL_SECRET_PREVIOUS: undefined })
      await closePools()
      await migrateDatabase()
    }
  })

  test('readers without the previous secret are detected', async () => {
    expect((await small('forgetful')).failedReads).toBeGreaterThan(0)
  })

  test('a value that is not bound to its place is detected', async () => {
    expect((await small('placeless')).openedElsewhere).toBeGreaterThan(0)
  })

  test('a canary in clear text is detected', async () => {
    expect((await small('open')).found).toBeGreaterThan(0)
  })
})
