import { readdirSync, readFileSync } from 'node:fs'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import * as activity from './schema/activity.ts'
import * as factors from './schema/factors.ts'
import * as files from './schema/files.ts'
import * as fx from './schema/fx.ts'
import * as identity from './schema/identity.ts'
import * as invitations from './schema/invitations.ts'
import * as ledger from './schema/ledger.ts'
import * as marketplace from './schema/marketplace.ts'
import * as notices from './schema/notices.ts'
import * as orders from './schema/orders.ts'
import * as people from './schema/people.ts'
import * as platform from './schema/platform.ts'
import * as policies from './schema/policies.ts'
import * as proposals from './schema/proposals.ts'
import * as requests from './schema/requests.ts'
import * as sandbox from './schema/sandbox.ts'
import * as sellers from './schema/sellers.ts'
import * as sessions from './schema/sessions.ts'

const schema = {
  activity,
  factors,
  files,
  fx,
  identity,
  invitations,
  ledger,
  marketplace,
  notices,
  orders,
  people,
  platform,
  policies,
  proposals,
  requests,
  sandbox,
  sellers,
  sessions,
}
const noTables = ['columns', 'row-security']

const migrations = new URL('./migrations/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, migrations), 'utf8')

/** The statements that would migrate the newest snapshot to these tables. */
async function due(tables: Record<string, unknown>): Promise<string[]> {
  const newest = readdirSync(new URL('meta/', migrations))
    .filter((name) => name.endsWith('_snapshot.json'))
    .toSorted()
    .at(-1)
  return generateMigration(JSON.parse(read(`meta/${newest}`)), generateDrizzleJson(tables))
}

test('every change of db/schema has its migration: npx drizzle-kit generate --name WHAT_IT_DOES', async () => {
  const names = readdirSync(new URL('./schema/', import.meta.url)).map((name) => name.replace(/\.ts$/, ''))
  expect(names.toSorted()).toEqual([...Object.keys(schema), ...noTables].toSorted())
  const tables = Object.assign({}, ...Object.values(schema)) as Record<string, unknown>
  expect(await due({ ...tables, planted: pgTable('planted', { name: text('name') }) })).toEqual([
    expect.stringContaining('CREATE TABLE "planted"'),
  ])
  expect(await due(tables)).toEqual([])
})

type Entry = { tag: string; when: number }

/** The migrations that would not run: not in the journal, out of order, or older than the previous one. */
function misplaced(entries: readonly Entry[], files: readonly string[]): string[] {
  const named = entries.map(({ tag }) => `${tag}.sql`)
  return [
    ...files.filter((file) => !named.includes(file)).map((file) => `${file} is not in meta/_journal.json`),
    ...named.filter((name) => !files.includes(name)).map((name) => `${name} is in meta/_journal.json and does not exist`),
    ...entries.flatMap(({ tag, when }, at) => {
      const before = entries[at - 1]
      return before && (before.tag >= tag || before.when >= when) ? [`${tag} must be later than ${before.tag}, by name and by instant`] : []
    }),
  ]
}

test('the journal names every migration once, each later than the one before it', () => {
  const files = readdirSync(migrations).filter((name) => name.endsWith('.sql'))
  const { entries } = JSON.parse(read('meta/_journal.json')) as { entries: Entry[] }
  const planted = [
    { tag: '0001_b', when: 2 },
    { tag: '0000_a', when: 3 },
    { tag: '0002_c', when: 3 },
  ]
  expect(misplaced(planted, ['0001_b.sql', '0000_a.sql', '0003_d.sql'])).toHaveLength(4)
  expect(files.length).toBeGreaterThan(1)
  expect(misplaced(entries, files)).toEqual([])
})
