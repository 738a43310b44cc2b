// Everything about the database that npm start does before it serves, in a process of its own that gives its memory back.
import fs from 'node:fs'
import path from 'node:path'
import type { DemoPerson } from '#demo/people.ts'
import { openDatabase } from './database.ts'
import { demoInstant } from './demo-instant.ts'
import { dataFolder } from './root.js'
import { Advice, giveUp, step } from './cli-output.js'

export type Prepared = {
  env: Record<string, string>
  /** `sandboxFile` holds the sandbox's credentials; '' where it is missing. */
  demo: { people: readonly DemoPerson[]; sandboxFile: string } | undefined
  /** The embedded server's pipe and folder. */
  embedded: { holdPath: string; folder: string } | undefined
}

/** How to go on with a demo whose tables are another version's. */
const anew = `Remove the folder ${dataFolder} to begin the demo anew, or choose another one: PORTAL_DATA=.data-2 npm start`

process.once('disconnect', () => process.exit(1))
process.once('message', () => process.exit(0)) // the caller holds the server now

try {
  const today = demoInstant(process.env)
  const { env, embedded } = await step('Starting the database', () => openDatabase(dataFolder))
  Object.assign(process.env, env)
  const { migrateDatabase, OtherSchema } = await import('#db/migrate.ts')
  await step('Bringing its tables up to date', () => migrateDatabase()).catch((error: unknown) => {
    throw embedded && error instanceof OtherSchema ? new Advice(`${error.message} ${anew}`) : error
  })
  const demo = embedded ? await demonstrate(today) : undefined
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

/**
 * The demo's history, told where there is none yet, and who can sign in to it.
 * @param today where a new demo's clock starts, epoch milliseconds; now where undefined
 */
async function demonstrate(today: number | undefined): Promise<Prepared['demo']> {
  const { demoStart, seed, seedIsDue } = await import('#demo/seed.ts')
  const { people } = await import('#demo/people.ts')
  const { closePools } = await import('#db/client.ts')
  const portalUrl = process.env.PORTAL_URL ?? 'http://localhost:3000'
  const start = await demoStart()
  if (today !== undefined && start !== null && start !== today)
    throw new Advice(
      `The demo in ${dataFolder} started at ${new Date(start).toISOString()}, and its clock has run since. ` +
        'Unset PORTAL_DEMO_AT, or choose another folder for the data: PORTAL_DATA=.data-2 npm start',
    )
  const history = { folder: dataFolder, portalUrl, ...(today !== undefined && { today }) }
  if (await seedIsDue()) await step('Booking the demo’s history', (note) => seed({ ...history, note }))
  await closePools()
  return { people, sandboxFile: sandboxFile(path.join(dataFolder, 'sandbox.env'), portalUrl) }
}

/** Writes the portal's present address into the file of the sandbox's credentials. @returns the file; '' where there is none */
function sandboxFile(file: string, portalUrl: string): string {
  if (!fs.existsSync(file)) return ''
  const before = fs.readFileSync(file, 'utf8')
  const text = before.replace(/^PORTAL_URL=.*$/m, `PORTAL_URL=${portalUrl}`)
  if (text !== before) fs.writeFileSync(file, text)
  return file
}
