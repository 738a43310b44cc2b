import { afterAll, describe, expect, test } from 'vitest'
import { ownerClient, pool } from '#db/client.ts'
import { moveClock, now } from './clock.ts'

const sql = ownerClient()
const day = 86_400_000
afterAll(() => sql.end())

const clock = async () => (await now({ sql })).getTime()

describe('before the installation is a sandbox', () => {
  test('its clock is the world’s and stays so, for the owner too', async () => {
    expect(Math.abs((await clock()) - Date.now())).toBeLessThan(5_000)
    await expect(moveClock(sql, (await clock()) + day)).rejects.toMatchObject({ code: 'LG010' })
    await expect(sql`update installation set clock_offset = '1 day'`).rejects.toMatchObject({ code: '23514' })
  })
})

describe('in a sandbox', () => {
  test('the clock moves forward and runs on from there', async () => {
    await sql`update installation set sandbox = true`
    const before = await clock()
    await moveClock(sql, before + 3 * day)
    const after = await clock()
    expect(after - before).toBeGreaterThanOrEqual(3 * day)
    expect(after - before).toBeLessThan(3 * day + 5_000)
  })

  test('never back', async () => {
    const before = await clock()
    await moveClock(sql, before - 60_000)
    await expect(sql`select move_clock(to_timestamp(${before - 60_000}::float8 / 1000))`).rejects.toMatchObject({ code: 'LG011' })
    expect(await clock()).toBeGreaterThanOrEqual(before)
  })

  test('whatever the summer time of the session’s zone', async () => {
    const from = await clock()
    await sql`set time zone 'Europe/Berlin'`
    await moveClock(sql, from + 200 * day)
    const moved = await clock()
    await sql`set time zone 'UTC'`
    expect(Math.abs((await clock()) - moved)).toBeLessThan(5_000)
  })

  test.each(['portal_people', 'portal_batch'] as const)('%s can’t move it', async (role) => {
    const to = (await clock()) + day
    await expect(moveClock(pool(role), to)).rejects.toMatchObject({ code: '42501' })
    await expect(pool(role)`update installation set clock_offset = '0'`).rejects.toMatchObject({ code: '42501' })
  })
})
