import { ownerClient } from '#db/client.ts'
import { now } from '#server/platform/clock.ts'
import { DAY, HOUR } from './calendar.ts'
import { readDemo, walk } from './walk.ts'

const units: Readonly<Record<string, number>> = { h: HOUR, d: DAY, w: 7 * DAY }
const usage = 'Usage: npm run admin clock [+N h|d|w], for example +3d. Without a distance it tells the time.'

/** Parses a duration such as "+3d" to milliseconds; undefined if it is invalid or longer than 366 days. */
export function distance(text: string): number | undefined {
  const match = /^\+([1-9][0-9]{0,3})\s*([hdw])$/.exec(text.trim())
  const far = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? 0)
  return far > 0 && far <= 366 * DAY ? far : undefined
}

/**
 * `npm run admin clock +3d`: moves the demo's clock forward and posts the events that fall due. Open pages of a running portal update live.
 * @param say prints a line
 * @returns the exit code
 */
export async function clockCommand(args: readonly string[], say: (line: string) => void): Promise<number> {
  const owner = ownerClient()
  try {
    const from = await now({ sql: owner })
    if (args.length === 0) return tell(say, `The portal's clock says ${from.toISOString()}.`)
    const far = distance(args.join(''))
    if (far === undefined) return tell(say, usage, 2)
    if (!(await readDemo(owner))) return tell(say, 'Only the demo’s clock can be moved, and this database has no demo.', 1)
    const { events, tally } = await walk(owner, from.getTime() + far)
    const kinds = Object.entries(tally).map(([status, count]) => `${count} ${status}`)
    say(`${events} events fell due${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}.`)
    return tell(say, `The portal's clock says ${(await now({ sql: owner })).toISOString()}.`)
  } finally {
    await owner.end({ timeout: 5 })
  }
}

function tell(say: (line: string) => void, line: string, code = 0): number {
  say(line)
  return code
}
