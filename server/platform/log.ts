import pino from 'pino'

/**
 * JSON lines on standard output. Only fields named by the caller are written: never a whole request, row or error object
 * whose message may carry SQL, parameters or numbers of accounts and documents.
 */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: null,
  messageKey: 'message',
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (level) => ({ level }) },
})
