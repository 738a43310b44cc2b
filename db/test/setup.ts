import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import { closePools } from '../client.ts'
import { ownerUrl, testSecret } from './owner.ts'

// Runs before each test file is imported. Each file gets its own migrated database, so files can run concurrently and in any order.
const superuserUrl = inject('superuserUrl')
const database = `${inject('run')}_${process.env.VITEST_WORKER_ID ?? '0'}_${process.pid}_${Date.now().toString(36)}`
const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} })
await sql.unsafe(`create database ${database} template ${inject('template')} owner portal_owner`)
// Privileges on the database itself are not copied from the template; db/migrate.ts revokes this one too.
await sql.unsafe(`revoke temporary on database ${database} from public`)

Object.assign(process.env, {
  NODE_ENV: 'test',
  DATABASE_URL: ownerUrl(superuserUrl, database),
  PORTAL_SECRET: testSecret,
  PORTAL_URL: 'http://localhost:3000',
  LOG_LEVEL: 'silent',
})

afterAll(async () => {
  await closePools()
  await sql.unsafe(`drop database if exists ${database} with (force)`)
  await sql.end({ timeout: 5 })
})
