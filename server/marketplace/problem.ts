import type { EventProblem } from '#server/orders/index.ts'
import { type Fault, faults, problems, type ApiProblem, rejections } from './errors.ts'

// Problem documents (RFC 9457). Their type is a URN; the OpenAPI document explains the codes.

const typeOf = (code: string) => `urn:seller-funds-portal:problem:${code}`

const explained = (found: readonly Fault[]) => found.map(({ pointer, code }) => ({ pointer, code, detail: faults[code] }))

/** The problem document of a whole request. */
export function problemOf(problem: ApiProblem, trace: string) {
  const { status, title } = problems[problem.code]
  const { code, detail } = problem
  return { type: typeOf(code), title, status, detail, code, trace_id: trace, errors: explained(problem.more.errors ?? []) }
}

/** The problem of an event that does not match its schema. Pointers are into the event. */
export function invalidEvent(found: readonly Fault[]) {
  const code = 'invalid_event'
  const [first] = found
  const detail = first ? `${first.pointer || 'The event'}: ${faults[first.code]}` : ''
  return { type: typeOf(code), title: 'Invalid event', status: 422, detail, code, errors: explained(found) }
}

/** The problem of a well-formed event that is not booked. The same event gets the same answer, so it holds no trace id. */
export function rejectedEvent(code: EventProblem) {
  const { status, title, detail, pointer } = rejections[code]
  return { type: typeOf(code), title, status, detail, code, errors: [{ pointer, code, detail }] }
}
