// @ts-check

/**
 * For a process that is to outlive its Postgres: the database's driver leaves some rejections to itself when a connection breaks (what it
 * asks about array types on a new one, a reconnection of LISTEN), and Node would end the process for them. They become lines of the log.
 */
export function outliveTheDatabase() {
  process.on('unhandledRejection', (error) => console.error('unhandled rejection', error))
}
