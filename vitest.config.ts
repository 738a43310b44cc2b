import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { 'server-only': fileURLToPath(new URL('./db/test/empty.ts', import.meta.url)) }

/** The driver asks for array types on a new connection and nobody catches when that very connection is closed or killed. */
const driversOwn = (error: { code?: unknown; query?: unknown }) =>
  error.code === 'CONNECTION_CLOSED' && String(error.query).includes('b.typarray')

export default defineConfig({
  test: {
    onUnhandledError: (error) => (driversOwn(error as { code?: unknown }) ? false : undefined),
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'pure',
          include: ['{server,db,app,bin,e2e/bench}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          setupFiles: ['db/test/console.ts'],
          testTimeout: 30_000, // a loaded machine is no failure
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          include: ['{server,db,app,bin,e2e}/**/*.db.test.ts'],
          globalSetup: ['db/test/global-setup.ts'],
          setupFiles: ['db/test/console.ts', 'db/test/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
