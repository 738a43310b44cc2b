import { randomBytes } from 'node:crypto'
import { frames as framesOf, log } from './log.ts'

/** An id that a person can read out and an operator can find in the log. */
export const newTrace = () => randomBytes(8).toString('hex')

/** A bug with a number of its own, which Next shows and logs it under; by itself Next gives all bugs of a kind one. */
export const numbered = (error: unknown) => (error instanceof Error ? Object.assign(error, { digest: newTrace() }) : error)

type Known = {
  name?: string
  code?: string
  constraint_name?: string
  stack?: string
  message?: string
  eventIds?: readonly string[]
  cause?: unknown
}

/**
 * Logs a bug by what can't hold anybody's data: the kinds of error, Postgres's codes, the ids of the events that it struck and the
 * lines of code. Messages of drivers carry SQL and parameters, so no message is written.
 */
export function logBug(error: unknown, trace: string, where: string): void {
  const kinds: string[] = []
  let frames: string[] = []
  const events: string[] = []
  for (let at = error as Known | undefined; at && kinds.length < 5; at = at.cause as Known | undefined) {
    kinds.push([at.name, at.code, at.constraint_name].filter(Boolean).join(' '))
    frames = framesOf(at, 8)
    events.push(...(at.eventIds ?? []))
  }
  log.error({ trace, where, ...(events.length > 0 && { events }), kinds, frames }, 'unexpected error')
}
