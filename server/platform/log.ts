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

type Shown = { name: string; code?: string; constraint?: string; at: string[]; cause?: Shown }

/**
 * What may be logged of an error: its kind, its code, the constraint it broke and where it was thrown. Not its message, which may
 * quote SQL with its parameters, a request's body or an account number.
 */
export function errorFields(error: unknown): { error: Shown } {
  return { error: shown(error, 0) }
}

function shown(thrown: unknown, depth: number): Shown {
  if (!(thrown instanceof Error)) return { name: typeof thrown, at: [] }
  const { code, constraint_name: constraint } = thrown as { code?: unknown; constraint_name?: unknown }
  return {
    name: thrown.name,
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    at: frames(thrown, 12),
    ...(thrown.cause !== undefined && depth < 3 && { cause: shown(thrown.cause, depth + 1) }),
  }
}

/** Where an error was thrown. The stack begins with the message, and a message of several lines may look like frames. */
export function frames({ stack = '', message = '' }: { stack?: string; message?: string }, most: number): string[] {
  const behind = stack.indexOf(message)
  const lines = (behind < 0 ? '' : stack.slice(behind + message.length)).split('\n')
  return lines
    .filter((line) => /^\s+at /.test(line))
    .slice(0, most)
    .map((line) => line.trim().slice(3))
}

/** Lets what libraries write to the console come out as JSON lines, too, with errors and long numbers shortened like our own. */
export function consoleToLog(): void {
  for (const [method, level] of [
    ['error', 'error'],
    ['warn', 'warn'],
    ['log', 'info'],
    ['info', 'info'],
    ['debug', 'debug'],
  ] as const) {
    console[method] = (...parts: unknown[]) => {
      const error = parts.find((part) => part instanceof Error)
      const words = parts.filter((part) => typeof part === 'string').map((part) => (part.split('\n')[0] ?? '').slice(0, 200))
      log[level](
        error ? errorFields(error) : {},
        words
          .join(' ')
          .replaceAll(/\d{6,}/g, '…')
          .trim(),
      )
    }
  }
}
