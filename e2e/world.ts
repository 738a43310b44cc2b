// A portal whose demo starts at a fixed instant and whose jobs are off, so that its pages can be compared with snapshots.
// begin-world.ts starts it and receives its address as a message; it exits when that process does.
import path from 'node:path'
import { startEmbedded } from '#db/embedded.ts'
import { freePort } from '#db/process.ts'
import { instant } from '#db/test/instant.ts'
import { portal, prepareDatabase, serve } from './drill/scene.ts'

process.once('disconnect', () => process.exit(1)) // the server and Postgres then exit too
const folder = process.argv[2] ?? '.'
const database = await startEmbedded(path.join(folder, 'pg'), { settings: { fsync: 'off' } })
const port = String(await freePort())
const url = `http://localhost:${port}`
await prepareDatabase(database.url, url)
const { seed } = await import('#demo/seed.ts')
await seed({ folder, portalUrl: url, today: Date.parse(instant), scale: 0.002 })
const { closePools } = await import('#db/client.ts')
await closePools()
Object.assign(process.env, { PORTAL_DEMO: 'on', PORTAL_JOBS: 'off' })
await serve(portal, port)
process.send?.(url)
