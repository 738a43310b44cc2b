// Everything about the database that npm start does before it serves, in a process of its own that gives its memory back.
import fs from 'node:fs'
import path from 'node:path'
import { openDatabase } from './database.ts'
import { dataFolder, root } from './root.js'
import { giveUp, step } from './say.js'

/** What db/seed/index.ts exports. */
type Demo = {
  /** Fills a database without a marketplace with the demo's, and writes sandbox.env (URL, key and secret of its backend) to `folder`. */
  seed(options: { folder: string; portalUrl: string; note: (text: string) => void }): Promise<void>
  /** Who can sign in, told at each start. */
  signIns: readonly { story: string; email: string }[]
}

export type Prepared = {
  env: Record<string, string>
  demo: { signIns: Demo['signIns']; sandbox: string } | undefined
  /** The embedded server's pipe and folder. */
  embedded: { holdPath: string; folder: string } | undefined
}

process.once('disconnect', () => process.exit(1))
process.once('message', () => process.exit(0)) // the caller holds the server now

try {
  const { env, embedded } = await step('Starting the database', () => openDatabase(dataFolder))
  Object.assign(process.env, env)
  const { migrateDatabase } = await import('#db/migrate.ts')
  await step('Bringing its tables up to date', () => migrateDatabase())
  const demo = embedded ? await demonstrate() : undefined
  const prepared: Prepared = { env, demo, embedded: embedded && { holdPath: embedded.holdPath, folder: embedded.folder } }
  process.send?.(prepared)
} catch (error) {
  giveUp((error as Error).message)
}

async function demonstrate(): Promise<Prepared['demo']> {
  const source = path.join(root, 'db/seed/index.ts')
  if (!fs.existsSync(source)) return undefined
  const demo = (await import(source)) as Demo
  const { ownerClient, closePools } = await import('#db/client.ts')
  const sql = ownerClient()
  try {
    const [row] = await sql<[{ empty: boolean }]>`select not exists (select from marketplaces) as empty`
    const portalUrl = process.env.PORTAL_URL ?? 'http://localhost:3000'
    if (row.empty) await step('Booking the demo’s history', (note) => demo.seed({ folder: dataFolder, portalUrl, note }))
  } finally {
    await sql.end({ timeout: 5 })
    await closePools()
  }
  const sandbox = path.join(dataFolder, 'sandbox.env')
  return { signIns: demo.signIns, sandbox: fs.existsSync(sandbox) ? fs.readFileSync(sandbox, 'utf8') : '' }
}
