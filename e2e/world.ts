// A portal whose demo stands still at one instant and whose jobs rest, so that what its pages say can be written down. Started by
// begin-world.ts, which hears its address; it ends with the process that started it.
import path from 'node:path'
import { startEmbedded } from '#db/embedded.ts'
import { freePort } from '#db/process.ts'
import { instant } from '#db/test/instant.ts'
import { portal, prepareDatabase, serve } from './drill/scene.ts'

process.once('disconnect', () => process.exit(1)) // the server and Postgres notice, and end too
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
