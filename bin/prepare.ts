// Everything about the database that npm start does before it serves, in a process of its own that gives its memory back.
import fs from 'node:fs'
import path from 'node:path'
import type { DemoPerson } from '#db/seed/people.ts'
import { openDatabase } from './database.ts'
import { dataFolder } from './root.js'
import { giveUp, step } from './say.js'

export type Prepared = {
  env: Record<string, string>
  demo: { people: readonly DemoPerson[]; sandbox: string } | undefined
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
  giveUp(error)
}

async function demonstrate(): Promise<Prepared['demo']> {
  const { seed, seedIsDue } = await import('#db/seed/seed.ts')
  const { people } = await import('#db/seed/people.ts')
  const { closePools } = await import('#db/client.ts')
  const portalUrl = process.env.PORTAL_URL ?? 'http://localhost:3000'
  if (await seedIsDue()) await step('Booking the demo’s history', (note) => seed({ folder: dataFolder, portalUrl, note }))
  await closePools()
  const sandbox = path.join(dataFolder, 'sandbox.env')
  return { people, sandbox: fs.existsSync(sandbox) ? fs.readFileSync(sandbox, 'utf8') : '' }
}
