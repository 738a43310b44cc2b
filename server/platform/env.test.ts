import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllEnvs())

async function accepts(url: string): Promise<boolean> {
  vi.resetModules()
  vi.stubEnv('DATABASE_URL', url)
  vi.stubEnv('PORTAL_SECRET', 'a secret of the tests that is long enough for everyone')
  const { env } = await import('./env.ts')
  try {
    return env().DATABASE_URL === url
  } catch (error) {
    expect((error as Error).message).toContain('DATABASE_URL')
    return false
  }
}

test.each([
  ['postgres://portal:secret@db.example.com/portal?sslmode=require', true],
  ['postgresql://portal:p,w@db.example.com:5432/portal', true],
  ['postgres://localhost', true],
  ['postgres://portal:secret@db-1.example.com,db-2.example.com/portal', false],
  ['mysql://portal:secret@db.example.com/portal', false],
])('DATABASE_URL names one Postgres: %s is taken: %s', async (url, taken) => {
  expect(await accepts(url)).toBe(taken)
})
