import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { 'server-only': fileURLToPath(new URL('./db/test/empty.ts', import.meta.url)) }

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'pure',
          include: ['{server,db,app,bin}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', 'node_modules/**'],
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
