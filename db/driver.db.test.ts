import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { listening, ownerClient } from './client.ts'
import { firstStatement, listeningSql } from './driver.ts'

/** The version of postgres.js for which driver.ts was checked against src/connection.js and src/index.js. */
const driverVersion = '3.4.9'

const terminator = ownerClient()
afterAll(() => terminator.end())

test('the installed postgres.js is the version whose source this file was written for', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(dependencies.postgres).toBe(driverVersion)
  const installed = JSON.parse(readFileSync(new URL('../node_modules/postgres/package.json', import.meta.url), 'utf8'))
  expect(installed.version).toBe(driverVersion)
})

test('a reserved connection reports that its backend was terminated', async () => {
  const client = ownerClient()
  const reserved = await client.reserve()
  const closed = new Promise<Error>((resolve) => {
    const { answer } = firstStatement(reserved, 'select pg_backend_pid() as pid', resolve)
    void answer.then(([row]) => terminator`select pg_terminate_backend(${row?.pid as number})`)
  })
  expect(await closed).toMatchObject({ code: 'CONNECTION_CLOSED' })
  await client.end({ timeout: 0 })
})

test('the connection of LISTEN can be reached', async () => {
  const client = listening()
  await client.listen('driver_test', () => {})
  expect([...((await listeningSql(client)?.unsafe('select 1 as one')) ?? [])]).toEqual([{ one: 1 }])
})
