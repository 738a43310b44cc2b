// @ts-check

/**
 * Logs unhandled rejections, on which Node would exit. When a connection breaks, the driver leaves two unhandled: its query for array types
 * on a new connection, and the reconnection of LISTEN. The portal must survive a restart of Postgres.
 */
export function logUnhandledRejections() {
  process.on('unhandledRejection', (error) => console.error('unhandled rejection', error))
}
