import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '#bin/build.js'
import { crash } from './crash.ts'
import { careless, portal, Scene } from './scene.ts'

/**
 * `npm run drill kill`: kills the built portal and its Postgres repeatedly by `kill -9` while a backend posts events. Prints one JSON line.
 * @param args --orders N --kills N; --careless: Postgres confirms a commit before it is on disk, so that the drill must find a loss
 * @returns whether no event was lost or booked twice and all books balance
 */
export async function kill(args: string[], note: (text: string) => void): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      orders: { type: 'string', default: '8000' },
      kills: { type: 'string', default: '8' },
      careless: { type: 'boolean', default: false },
    },
  })
  await build()
  const kills = Number(values.kills)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-kill-'))
  const scene = await Scene.begin(folder, { command: portal, ...(values.careless && { settings: careless }) })
  try {
    const plan = { orders: Number(values.orders), sellers: 200, batch: 40, seed: 'kill' }
    const postgresKills = values.careless ? kills : Math.ceil(kills / 2)
    const outcome = await crash(scene, { ...plan, postgresKills, serverKills: kills - postgresKills }, note)
    const { events, movements, unanswered, found, longest } = outcome
    const [lost, wrong, strange, breaks] = [outcome.lost, outcome.wrong, outcome.strange, outcome.breaks].map((list) => list.length)
    process.stdout.write(
      `${JSON.stringify({ name: 'kill', kills, events, movements, unanswered, found, longest, lost, wrong, strange, breaks })}\n`,
    )
    return lost === 0 && wrong === 0 && strange === 0 && breaks === 0
  } finally {
    await scene.end()
  }
}
