import postgres, { type Sql } from 'postgres'
import { openDatabase } from '#bin/database.ts'

/** Runs `run` with a connection of the database's owner, for changes that no page can make. */
export async function asOwner(run: (owner: Sql) => Promise<void>): Promise<void> {
  const { env, embedded } = await openDatabase(process.env.E2E_DATA ?? '')
  const owner = postgres(env.DATABASE_URL, { max: 1 })
  try {
    await run(owner)
  } finally {
    await owner.end()
    await embedded?.stop()
  }
}
