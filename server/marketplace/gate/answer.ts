import { isPassing } from '#server/platform/errors.ts'
import { log } from '#server/platform/log.ts'
import { logBug, newTrace } from '#server/platform/trace.ts'
import { Overloaded } from '#server/orders/index.ts'
import { problemOf } from '../problem.ts'
import { Refused } from '../errors.ts'

/** A call that is being answered. */
export type Call = {
  readonly trace: string
  /** Headers of the answer; whoever announces something adds to them. */
  readonly headers: Record<string, string>
  /** What the log says of the call besides its status. No content, no credentials. */
  readonly notes: Record<string, string | number>
}

/**
 * The frame of every call: a trace id, one form for every failure, one line in the log.
 * @param route as the document names it
 * @param handle gives the JSON of a 200
 */
export async function answer(route: string, handle: (call: Call) => Promise<object>): Promise<Response> {
  const began = performance.now()
  const trace = newTrace()
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-trace-id': trace }
  const call: Call = { trace, headers, notes: {} }
  const note = (status: number, code?: string) => ({ trace, route, status, code, ms: Math.round(performance.now() - began), ...call.notes })
  try {
    const body = JSON.stringify(await handle(call))
    log.debug(note(200), 'answered')
    return new Response(body, { status: 200, headers: { 'content-type': 'application/json', ...call.headers } })
  } catch (error) {
    const refused = refusalOf(error, trace, route)
    const problem = problemOf(refused, trace)
    log[problem.status < 500 ? 'info' : 'warn'](note(problem.status, refused.code), 'refused')
    const headers = { 'content-type': 'application/problem+json', ...call.headers, ...refused.more.headers }
    return new Response(JSON.stringify(problem), { status: problem.status, headers })
  }
}

const retryAfter = { headers: { 'retry-after': '1' } }

function refusalOf(error: unknown, trace: string, route: string): Refused {
  if (error instanceof Refused) return error
  if (error instanceof Overloaded)
    return new Refused('unavailable', 'More is under way than can be booked in time. Send it again.', retryAfter)
  if (isPassing(error)) {
    logBug(error, trace, route)
    return new Refused('unavailable', 'The database did not answer in time. Part of it may be booked; send it again.', retryAfter)
  }
  logBug(error, trace, route)
  return new Refused('internal_error', 'The error was logged under the trace id.')
}
