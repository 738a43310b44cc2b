import { closePools } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { clockCommand } from '#demo/clock-command.ts'
import { admin } from '#server/marketplace/admin.ts'

/** `npm run admin -- <command>`: marketplaces, their keys and secrets, and the first member of staff. Migrates the database first. */
try {
  const args = process.argv.slice(2)
  if (args.length > 0 && args[0] !== 'help') await migrateDatabase()
  if (args[0] === 'clock') process.exitCode = await clockCommand(args.slice(1), console.log)
  else {
    const { code, print } = await admin(args)
    ;(code === 0 ? console.log : console.error)(print)
    process.exitCode = code
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  await closePools()
}
