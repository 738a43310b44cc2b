import { isPassing } from '#server/platform/errors.ts'
import { log } from '#server/platform/log.ts'
import { logBug, newTrace } from '#server/platform/trace.ts'
import { Overloaded } from '#server/orders/index.ts'
import { problemOf } from '../problem.ts'
import { ApiProblem } from '../errors.ts'

/** A call that is being answered. */
export type Call = {
  readonly trace: string
  /** Headers of the answer; the quota adds its own. */
  readonly headers: Record<string, string>
  /** Further fields of the call's log line. No content, no credentials. */
  readonly notes: Record<string, string | number>
}

/**
 * Answers every call: with a trace id, with a problem document for every failure, and with one log line.
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
    const found = problemFrom(error, trace, route)
    const problem = problemOf(found, trace)
    log[problem.status < 500 ? 'info' : 'warn'](note(problem.status, found.code), 'refused')
    const headers = { 'content-type': 'application/problem+json', ...call.headers, ...found.more.headers }
    return new Response(JSON.stringify(problem), { status: problem.status, headers })
  }
}

const retryAfter = { headers: { 'retry-after': '1' } }

function problemFrom(error: unknown, trace: string, route: string): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (error instanceof Overloaded)
    return new ApiProblem('unavailable', 'Too many events are waiting to be booked. Send the request again.', retryAfter)
  if (isPassing(error)) {
    logBug(error, trace, route)
    return new ApiProblem(
      'unavailable',
      'The database did not answer in time. Some events may be booked; send the request again.',
      retryAfter,
    )
  }
  logBug(error, trace, route)
  return new ApiProblem('internal_error', 'The error was logged under this trace id.')
}
