// A portal whose demo stands still at one instant and whose jobs rest, so that what its pages say can be written down. Started by
// aloud.test.ts, which hears its address; it ends with the process that started it.
import path from 'node:path'
import { startEmbedded } from '#db/embedded.ts'
import { freePort } from '#db/process.ts'
import { portal, prepareDatabase, serve } from '../drill/scene.ts'

/** A Wednesday morning in China. It lies ahead, because a clock that has told a past is never put back. */
const today = Date.parse('2031-03-12T10:30:00+08:00')

process.once('disconnect', () => process.exit(1)) // the server and Postgres notice, and end too
const folder = process.argv[2] ?? '.'
const database = await startEmbedded(path.join(folder, 'pg'), { settings: { fsync: 'off' } })
const port = String(await freePort())
const url = `http://localhost:${port}`
await prepareDatabase(database.url, url)
const { seed } = await import('#db/seed/seed.ts')
await seed({ folder, portalUrl: url, today, scale: 0.002 })
const { closePools } = await import('#db/client.ts')
await closePools()
Object.assign(process.env, { PORTAL_DEMO: 'on', PORTAL_JOBS: 'off' })
await serve(portal, port)
process.send?.(url)
