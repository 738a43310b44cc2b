import pino from 'pino'
import { logLevel } from './env.ts'

/**
 * JSON lines on standard output. Only fields named by the caller are written: never a whole request, row or error object
 * whose message may carry SQL, parameters or numbers of accounts and documents.
 */
export const log = pino({
  level: logLevel(),
  base: null,
  messageKey: 'message',
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (level) => ({ level }) },
})
