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
 * `npm run drill attacks`: each database role by raw SQL, then thieves at the whole portal, built. Prints one JSON line, and what is
 * wrong beside it.
 * @param args --some: the stories of the tests instead of all; --seed TEXT draws statements and arguments
 * @returns whether no thief has lasting access, no owner stays out, and no role changed or saw what isn't its own
 */
export async function attacks(args: string[], note: Note): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: { some: { type: 'boolean', default: false }, seed: { type: 'string', default: 'attacks' } },
  })
  await build()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-attacks-'))
  fs.chmodSync(folder, 0o755) // for the account that a root's database runs as
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

/** Before the portal runs, whose jobs change rows by themselves. */
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
