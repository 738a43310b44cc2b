// Runs a command with DATABASE_URL set to Debian's Postgres: on-debian-postgres.ts CLUSTER SCRIPT ARGUMENT...
// Each purpose has its own cluster, since roles and their passwords are shared within a cluster.
import path from 'node:path'
import { startEmbedded } from '#db/embedded.ts'
import { node } from './child.js'
import { debianPostgres } from './debian-postgres.js'
import { dataFolder } from './root.js'
import { giveUp } from './cli-output.js'

const installation = (await debianPostgres()) ?? giveUp('There is no Postgres of Debian here, and none can be installed.')
const [cluster = '', ...command] = process.argv.slice(2)
const server = await startEmbedded(path.join(dataFolder, `${cluster}-${installation.major}`), {
  installation,
  settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
})
const { code } = await node(command, { env: { DATABASE_URL: server.url }, show: true })
await server.stop()
process.exit(code)
