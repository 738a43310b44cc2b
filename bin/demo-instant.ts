import { z } from 'zod'
import { Advice } from './cli-output.js'

const Instant = z.iso.datetime({ offset: true }).regex(/^20/)

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The instant at which the clock of a new demo starts, from PORTAL_DEMO_AT.
 * @returns epoch milliseconds; undefined if the demo starts now
 * @throws Advice if the variable is not an ISO 8601 instant of this century with an offset, or if DATABASE_URL is set (no demo then)
 */
export function demoInstant({ PORTAL_DEMO_AT, DATABASE_URL }: Environment): number | undefined {
  if (!PORTAL_DEMO_AT) return undefined
  if (DATABASE_URL) throw new Advice('PORTAL_DEMO_AT sets the clock of the demo, and with DATABASE_URL there is none: unset one of them.')
  if (!Instant.safeParse(PORTAL_DEMO_AT).success)
    throw new Advice(`PORTAL_DEMO_AT is ${PORTAL_DEMO_AT}: it must be an instant with its offset, such as 2031-03-12T10:30:00+08:00.`)
  return Date.parse(PORTAL_DEMO_AT)
}
