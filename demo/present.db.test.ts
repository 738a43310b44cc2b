import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { now } from '#server/platform/clock.ts'
import { demoStart, seed } from './seed.ts'

test('a demo that is made without an instant ends now: the clock is the world’s again', { timeout: 300_000 }, async () => {
  const owner = ownerClient()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-present-'))
  const before = Date.now()
  const seeded = await seed({ folder, portalUrl: 'http://localhost:3000', scale: 0.004 })
  expect(seeded?.tally).toEqual({ posted: seeded?.events })
  expect(Math.abs(((await demoStart()) ?? 0) - before)).toBeLessThan(61_000)
  expect(Math.abs((await now({ sql: owner })).getTime() - Date.now())).toBeLessThan(5_000)
  const [row] = await owner`select clock_offset = interval '0' as still from installation`
  expect(row?.still).toBe(true)
  await owner.end()
  fs.rmSync(folder, { recursive: true })
})
