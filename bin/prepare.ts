// Prepares the database for npm start: starts it, migrates it, seeds the demo. A separate process, so that its memory is freed.
import fs from 'node:fs'
import path from 'node:path'
import type { DemoPerson } from '#demo/people.ts'
import { openDatabase } from './database.ts'
import { demoInstant } from './demo-instant.ts'
import { dataFolder } from './root.js'
import { Advice, giveUp, step } from './cli-output.js'

export type Prepared = {
  env: Record<string, string>
  /** `sandboxFile`: the path of the sandbox's credentials; '' if the file is missing. */
  demo: { people: readonly DemoPerson[]; sandboxFile: string } | undefined
  /** The embedded server's pipe and folder; undefined if DATABASE_URL is set. */
  embedded: { holdPath: string; folder: string } | undefined
}

/** Advice for a demo whose tables belong to another version of the portal. */
const anew = `Remove the folder ${dataFolder} to begin the demo anew, or choose another one: PORTAL_DATA=.data-2 npm start`

process.once('disconnect', () => process.exit(1))
process.once('message', () => process.exit(0)) // the parent keeps the server running now

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

/** Turns errors that the operator can fix into an Advice; returns any other error unchanged. */
function explained(error: unknown): unknown {
  const { code, name, message } = error as { code?: string; name?: string; message?: string }
  if (/^(E[A-Z]+|CONNECT_TIMEOUT|CONNECTION_\w+)$/.test(code ?? ''))
    return new Advice(`The database of DATABASE_URL does not answer: ${code}.`)
  if (code === '28P01' || code === '3D000') return new Advice(`The database of DATABASE_URL refuses us: ${message}.`)
  return code === undefined && name === 'Error' ? new Advice(message) : error
}

/**
 * Seeds the demo's history if there is none yet. Returns the people who can sign in.
 * @param today the instant at which a new demo's clock starts, epoch milliseconds; undefined: now
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

/** Updates PORTAL_URL in the file of the sandbox's credentials. @returns the file; '' if there is none */
function sandboxFile(file: string, portalUrl: string): string {
  if (!fs.existsSync(file)) return ''
  const before = fs.readFileSync(file, 'utf8')
  const text = before.replace(/^PORTAL_URL=.*$/m, `PORTAL_URL=${portalUrl}`)
  if (text !== before) fs.writeFileSync(file, text)
  return file
}
