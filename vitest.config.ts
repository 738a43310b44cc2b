import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { 'server-only': fileURLToPath(new URL('./db/test/empty.ts', import.meta.url)) }

/** Vitest's own number is one on two cores, and a test waits more than it reckons: for its modules, for Postgres, until a limit of time is over. */
const maxWorkers = Math.max(2, availableParallelism() - 1)

/** The driver asks for array types on a new connection and nobody catches when that very connection is closed or killed. */
const driversOwn = (error: { code?: unknown; query?: unknown }) =>
  /^CONNECTION_(CLOSED|DESTROYED|ENDED)$/.test(String(error.code)) && String(error.query).includes('b.typarray')

export default defineConfig({
  test: {
    onUnhandledError: (error) => (driversOwn(error as { code?: unknown }) ? false : undefined),
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'pure',
          include: ['{server,db,demo,app,bin,e2e/bench}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          setupFiles: ['db/test/console.ts'],
          maxWorkers,
          testTimeout: 30_000, // a loaded machine is no failure
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          include: ['{server,db,demo,app,bin,e2e}/**/*.db.test.ts'],
          globalSetup: ['db/test/global-setup.ts'],
          setupFiles: ['db/test/console.ts', 'db/test/setup.ts'],
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
