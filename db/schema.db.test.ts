import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Catalog, differences, readCatalog } from './test/catalog.ts'

// db/schema is the only description of the tables. These tests compare it with the database that db/migrations creates.

const root = fileURLToPath(new URL('..', import.meta.url))
const name = `${inject('run')}_schema_${process.pid}`
const connect = (database: string) =>
  postgres(Object.assign(new URL(inject('superuserUrl')), { pathname: `/${database}` }).href, { max: 1, onnotice: () => {} })
const migrated = connect(new URL(process.env.DATABASE_URL ?? '').pathname.slice(1))
const built = connect(name)
let ofMigrations: Catalog

/** Definitions of the migrations' functions that a text calls, because defaults and policies need them. */
async function functionsIn(text: string): Promise<string[]> {
  const rows = await migrated<{ name: string; definition: string }[]>`
    select proname as name, pg_get_functiondef(oid) as definition from pg_proc where pronamespace = 'public'::regnamespace`
  return rows.filter((row) => new RegExp(`\\b${row.name}\\(`).test(text)).map((row) => row.definition)
}

beforeAll(async () => {
  const statements = execFileSync('node', ['node_modules/drizzle-kit/bin.cjs', 'export'], { cwd: root, encoding: 'utf8' })
  await migrated.unsafe(`create database ${name} owner portal_owner`)
  await built.unsafe('set role portal_owner; set check_function_bodies = off')
  for (const definition of await functionsIn(statements)) await built.unsafe(definition)
  await built.unsafe(statements)
  ofMigrations = await readCatalog(migrated)
})

afterAll(async () => {
  await built.end()
  await migrated.unsafe(`drop database if exists ${name} with (force)`)
  await migrated.end()
})

/** Indexes that drizzle-kit can't express: with INCLUDE, or a partial one with NULLS NOT DISTINCT. */
const onlyInMigrations = ['booked_sums_changes', 'invitations_open', 'money_freezes_open']

const unexplained = (found: string[]) => found.filter((line) => !onlyInMigrations.some((index) => line.includes(` INDEX ${index} ON `)))

describe('db/schema and db/migrations', () => {
  test('describe the same tables, columns, constraints, indexes and policies', async () => {
    const ofSchema = await readCatalog(built)
    expect(ofSchema.tables.length).toBeGreaterThan(40)
    expect(ofSchema.policies.length).toBeGreaterThan(100)
    expect(unexplained(differences(ofSchema, ofMigrations))).toEqual([])
  })

  test('differ in no more than the indexes that drizzle-kit cannot say', async () => {
    const found = differences(await readCatalog(built), ofMigrations)
    expect(found).toHaveLength(onlyInMigrations.length)
    for (const index of onlyInMigrations) expect(found.join()).toContain(` INDEX ${index} ON `)
  })

  test.each([
    ['a column', 'alter table sellers add column planted text'],
    ['a missing column', 'alter table sellers drop column region'],
    ['a default', 'alter table books alter column version set default 1'],
    ['a collation', 'alter table marketplaces alter column slug type text collate "default"'],
    ['a check', 'alter table books drop constraint trial_balance, add constraint trial_balance check (available + pending >= 0)'],
    ['a foreign key', 'alter table sellers drop constraint sellers_marketplace_id_marketplaces_id_fk'],
    ['an index', 'drop index lines_open; create index lines_open on lines (seller_id, currency, paid_at, key)'],
    ['a policy', 'alter policy own on books using (true)'],
    ['row-level security', 'alter table books disable row level security'],
    ['a table', 'create table planted (id integer)'],
  ])('no longer agree when %s is changed in one of them', async (_, statement) => {
    await built.unsafe(`begin; ${statement}`)
    const found = unexplained(differences(await readCatalog(built), ofMigrations))
    await built.unsafe('rollback')
    expect(found).not.toEqual([])
  })
})

test('every table but the installation is under forced row-level security, which drizzle-kit cannot say', async () => {
  const loose = () => migrated`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relforcerowsecurity`
  expect(await loose()).toEqual([{ name: 'installation' }])
  await migrated.unsafe('begin; create table planted (id integer); alter table planted enable row level security')
  const found = await loose()
  await migrated.unsafe('rollback')
  expect(found).toHaveLength(2)
})
