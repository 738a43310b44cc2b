import type { ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { build } from '#bin/build.js'
import { closePools, ownerClient } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { attackDatabase } from './attacks/database.ts'
import { fillDatabase } from './attacks/database-scene.ts'
import { Portal } from './attacks/portal.ts'
import { play, titleOf } from './attacks/run.ts'
import { combined, everyStory, someStories } from './attacks/stories.ts'
import { portal as built, prepareDatabase, serve } from './scene.ts'

type Note = (text: string) => void

/**
 * `npm run drill attacks`: attacks the database as each of its roles by raw SQL, then the built portal with stolen credentials. Prints
 * one JSON line to stdout, and each violation as a note.
 * @param args --some: only the stories of the tests; --seed TEXT: seed for the random choice of statements and arguments
 * @returns whether no thief keeps access, no owner is locked out, and no role changed or read what it may not
 */
export async function attacks(args: string[], note: Note): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: { some: { type: 'boolean', default: false }, seed: { type: 'string', default: 'attacks' } },
  })
  await build()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-attacks-'))
  fs.chmodSync(folder, 0o755) // under root, Postgres runs as another account
  const database = await startEmbedded(path.join(folder, 'pg'))
  try {
    await prepareDatabase(database.url, 'http://localhost:3000')
    const sql = await attackRows(database.url, values.seed, note)
    const thieves = await attackAccounts(database.url, values.some, note)
    const [cases, violations] = [sql.cases + thieves.cases, sql.violations + thieves.violations]
    process.stdout.write(
      `${JSON.stringify({ name: 'attacks', cases, violations, seed: values.seed, stories: thieves.cases, statements: sql.cases, roles: sql.roles })}\n`,
    )
    return violations === 0
  } finally {
    await closePools()
    await database.stop()
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}

type Counted = { cases: number; violations: number }

/** Must run before the portal starts, because the portal's jobs change rows too. */
async function attackRows(superuserUrl: string, seed: string, note: Note): Promise<Counted & { roles: number }> {
  const superuser = postgres(Object.assign(new URL(superuserUrl), { pathname: '/portal' }).href, { max: 1, onnotice: () => {} })
  const owner = ownerClient()
  const { cases, breaches, roles } = await attackDatabase(superuser, await fillDatabase(owner), { calls: 40, share: 1, seed })
  for (const { role, context, statement, changed } of breaches) note(`${role} as ${context}: ${statement} → ${changed.join(', ')}`)
  await Promise.all([owner.end({ timeout: 5 }), superuser.end({ timeout: 5 })])
  return { cases, violations: breaches.length, roles: roles.length }
}

async function attackAccounts(superuserUrl: string, some: boolean, note: Note): Promise<Counted> {
  const portal = await Portal.start(superuserUrl, serveBuilt)
  const stories = some ? someStories() : [...everyStory(), ...combined]
  let violations = 0
  for (const [at, story] of stories.entries()) {
    const wrong = await play(portal, story)
    if (wrong.length > 0) note(`${titleOf(story)} → ${wrong.join(', ')}`)
    violations += wrong.length
    if (at % 100 === 99) note(`${at + 1} of ${stories.length} stories`)
  }
  await portal.stop()
  return { cases: stories.length, violations }
}

async function serveBuilt(port: number): Promise<() => void> {
  const server: ChildProcess = await serve(built, String(port))
  return () => void server.kill('SIGKILL')
}
