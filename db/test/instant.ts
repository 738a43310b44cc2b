import { ownerClient } from '../client.ts'

/**
 * The instant at which the clock of the tests' demo starts, a Wednesday morning in China. It is fixed, because a demo follows the calendar
 * and no test may depend on the day on which it runs.
 */
export const instant = '2031-03-12T10:30:00+08:00'

/** Makes an empty database a sandbox whose clock starts at `instant`. */
export async function startClock(): Promise<void> {
  const owner = ownerClient()
  await owner`
    update installation set sandbox = true,
      clock_offset = make_interval(secs => extract(epoch from ${instant}::timestamptz - clock_timestamp())::float8)`
  await owner.end({ timeout: 5 })
}
