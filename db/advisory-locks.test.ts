import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { advisoryLocks } from './advisory-locks.ts'

/** The advisory lock calls in a text whose key is not from `advisoryLocks`. */
const unlisted = (text: string) => text.match(/pg_(?:try_)?advisory_(?:xact_)?(?:un)?lock\w*\((?!\$\{advisoryLocks\.)[^)]*\)/g) ?? []

test('no two purposes share an advisory lock, and each is taken by its name', () => {
  expect(new Set(Object.values(advisoryLocks)).size).toBe(Object.keys(advisoryLocks).length)
  expect(unlisted('select pg_advisory_xact_lock(7310247, ${id}); select pg_advisory_lock(${advisoryLocks.migrate})')).toHaveLength(1)
  const files = ['bin', 'db', 'demo', 'server'].flatMap((folder) =>
    readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|sql)$/.test(path) && !path.endsWith('.test.ts'))
      .map((path) => new URL(`../${folder}/${path}`, import.meta.url)),
  )
  expect(files.length).toBeGreaterThan(300)
  expect(files.flatMap((file) => unlisted(readFileSync(file, 'utf8')))).toEqual([])
})
