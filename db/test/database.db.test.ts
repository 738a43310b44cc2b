import postgres from 'postgres'
import { describe, expect, inject, test } from 'vitest'
import { ownerClient, pool, roleUrl } from '../client.ts'
import { migrateDatabase } from '../migrate.ts'

describe('the database that a test file gets', () => {
  test('is its own, migrated, and answers to the application roles', async () => {
    const [row] = await pool('portal_people')`select current_database() as name, current_user as role, newest_migration() as newest`
    expect(row?.name).toContain(inject('run'))
    expect(row?.role).toBe('portal_people')
    expect(Number(row?.newest)).toBeGreaterThan(0)
    const [batch] = await pool('portal_batch')`select current_user as role`
    expect(batch?.role).toBe('portal_batch')
  })

  test('belongs to an owner that is no superuser, and its roles own nothing of the portal', async () => {
    const sql = ownerClient()
    const [owner] = await sql`select rolsuper from pg_roles where rolname = current_user`
    expect(owner?.rolsuper).toBe(false)
    const owned = await sql`
      select relnamespace::regnamespace::text || '.' || relname as name from pg_class
      where relowner::regrole::text in ('portal_people', 'portal_batch')
         or (relowner = 'portal_queue'::regrole and relnamespace <> 'graphile_worker'::regnamespace and relnamespace::regnamespace::text not like 'pg_%')`
    expect(owned).toEqual([])
    await sql.end()
  })
})

describe('migrating', () => {
  test('again, and from several places at once, changes nothing', async () => {
    await Promise.all([migrateDatabase(), migrateDatabase(), migrateDatabase()])
    const sql = ownerClient()
    const [row] = await sql`select count(*)::int as all, count(distinct created_at)::int as different from drizzle.__drizzle_migrations`
    expect(row?.all).toBe(row?.different)
    await sql.end()
  })

  test('refuses a database whose migrations were edited afterwards', async () => {
    const sql = ownerClient()
    const [last] = await sql`select id, hash from drizzle.__drizzle_migrations order by id desc limit 1`
    await sql`update drizzle.__drizzle_migrations set hash = 'edited' where id = ${last?.id}`
    await expect(migrateDatabase()).rejects.toThrow(/was changed after it had been applied/)
    await sql`update drizzle.__drizzle_migrations set hash = ${last?.hash} where id = ${last?.id}`
    await sql.end()
  })

  test('takes back the defaults that a role has set for itself, which no right of ours can refuse', async () => {
    const sql = ownerClient()
    const [{ name }] = await sql<[{ name: string }]>`select quote_ident(current_database()) as name`
    const settings = () => sql`
      select setconfig from pg_db_role_setting where setrole = 'portal_people'::regrole and setdatabase in
        (select oid from pg_database where datname = current_database())`
    for (const setting of ['search_path = stolen', 'default_transaction_read_only = on'])
      await pool('portal_people').unsafe(`alter role portal_people in database ${name} set ${setting}`)
    expect(await settings()).toHaveLength(1)
    await migrateDatabase()
    expect(await settings()).toHaveLength(0)
    await sql.end()
  })

  test('leaves the queue to its own role, which may make nothing else', async () => {
    const sql = postgres(roleUrl('portal_queue'), { max: 1 })
    const [row] = await sql`select count(*)::int as count from graphile_worker.jobs`
    expect(row?.count).toBe(0)
    await expect(sql`create schema other`).rejects.toThrow(/permission denied/)
    await expect(sql`select * from public.audit`).rejects.toThrow(/permission denied/)
    await sql.end()
  })
})
