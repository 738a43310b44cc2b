// Everything about the database that npm start does before it serves, in a process of its own that gives its memory back.
import fs from 'node:fs'
import path from 'node:path'
import type { DemoPerson } from '#db/seed/people.ts'
import { openDatabase } from './database.ts'
import { dataFolder } from './root.js'
import { Advice, giveUp, step } from './say.js'

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
  giveUp(explained(error))
}

/** What the one who starts the portal can do something about, in words; everything else as it is. */
function explained(error: unknown): unknown {
  const { code, name, message } = error as { code?: string; name?: string; message?: string }
  if (/^(E[A-Z]+|CONNECT_TIMEOUT|CONNECTION_\w+)$/.test(code ?? ''))
    return new Advice(`The database of DATABASE_URL does not answer: ${code}.`)
  if (code === '28P01' || code === '3D000') return new Advice(`The database of DATABASE_URL refuses us: ${message}.`)
  return code === undefined && name === 'Error' ? new Advice(message) : error
}

/** The demo's history, told where there is none yet, and who can sign in to it. */
async function demonstrate(): Promise<Prepared['demo']> {
  const { seed, seedIsDue } = await import('#db/seed/seed.ts')
  const { people } = await import('#db/seed/people.ts')
  const { closePools } = await import('#db/client.ts')
  const portalUrl = process.env.PORTAL_URL ?? 'http://localhost:3000'
  if (await seedIsDue()) await step('Booking the demo’s history', (note) => seed({ folder: dataFolder, portalUrl, note }))
  await closePools()
  return { people, sandbox: credentials(path.join(dataFolder, 'sandbox.env'), portalUrl) }
}

/** The sandbox's credentials, with the address where the portal is today. */
function credentials(file: string, portalUrl: string): string {
  if (!fs.existsSync(file)) return ''
  const before = fs.readFileSync(file, 'utf8')
  const text = before.replace(/^PORTAL_URL=.*$/m, `PORTAL_URL=${portalUrl}`)
  if (text !== before) fs.writeFileSync(file, text)
  return text
}
