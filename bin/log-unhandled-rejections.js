// @ts-check

/**
 * Logs rejections that nobody handles, where Node would end the process. The driver leaves some unhandled when a connection breaks: its
 * query for array types on a new connection, and a reconnection of LISTEN. The portal must survive a restart of Postgres.
 */
export function logUnhandledRejections() {
  process.on('unhandledRejection', (error) => console.error('unhandled rejection', error))
}
