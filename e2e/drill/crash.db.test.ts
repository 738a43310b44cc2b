import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { crash, type Plan } from './crash.ts'
import { careless, handler, Scene } from './scene.ts'

const plan: Plan = { orders: 900, sellers: 60, batch: 50, serverKills: 1, postgresKills: 2, seed: 'crash' }
let scene: Scene | undefined

async function begin(options: Parameters<typeof Scene.begin>[1] = {}): Promise<Scene> {
  scene = await Scene.begin(fs.mkdtempSync(path.join(os.tmpdir(), 'portal-crash-')), options)
  return scene
}

afterEach(async () => {
  await scene?.end()
  scene = undefined
})

describe('kill -9 in the middle of a replay', { timeout: 240_000 }, () => {
  test('killing the server and Postgres loses no acknowledged event, books none twice, and every book adds up', async () => {
    const outcome = await crash(await begin(), plan)
    expect(outcome).toMatchObject({ lost: [], wrong: [], breaks: [], strange: [] })
    expect(outcome.unanswered).toBeGreaterThan(0)
    expect(outcome.movements).toBeGreaterThan(1500)
  })

  test('losses with synchronous_commit=off are detected', async () => {
    const outcome = await crash(await begin({ settings: careless }), { ...plan, serverKills: 0, postgresKills: 2 })
    expect(outcome.lost.length).toBeGreaterThan(0)
  })

  test('a server that answers before it has booked is detected', async () => {
    const outcome = await crash(await begin({ command: [...handler, '--early'] }), { ...plan, serverKills: 2, postgresKills: 0 })
    expect(outcome.lost.length).toBeGreaterThan(0)
  })

  test('a booking that counts twice is detected', async () => {
    const outcome = await crash(await begin(), { ...plan, orders: 50, serverKills: 0, postgresKills: 0 })
    expect(outcome.wrong).toEqual([])
    const owner = ownerClient()
    await owner`
      select ledger_post(array[seller_id], array[currency]::bpchar[], array[kind], array[from_bucket], array[to_bucket], array[amount],
        array[0::float8], array[cause], array[line]) from movements where kind = 1 limit 1`
    await owner.end()
    const again = await crash(scene as Scene, { ...plan, orders: 50, serverKills: 0, postgresKills: 0 })
    expect(again.strange).toHaveLength(again.events) // each event is a duplicate at the first attempt
    expect(again.wrong).toHaveLength(1)
    expect(again.breaks).not.toEqual([]) // the second booking has no counterpart in the lines
  })
})
