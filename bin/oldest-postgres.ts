// Runs a command with DATABASE_URL set to a Postgres 15, the oldest supported version: oldest-postgres.ts SCRIPT ARGUMENT...
import path from 'node:path'
import { startEmbedded } from '#db/embedded.ts'
import { node } from './child.js'
import { dataFolder, root } from './root.js'

const server = await startEmbedded(path.join(dataFolder, 'pg-15'), {
  installation: path.join(root, 'db/test/postgres-15'),
  settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
})
const { code } = await node(process.argv.slice(2), { env: { DATABASE_URL: server.url }, show: true })
await server.stop()
process.exit(code)
