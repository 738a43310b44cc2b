import type { EventProblem } from '#server/orders/index.ts'
import { type Fault, faults, problems, type Refused, rejections } from './errors.ts'

// Problem documents (RFC 9457). A URN is enough of a type: what a code means stands in the OpenAPI document.

const typeOf = (code: string) => `urn:seller-funds-portal:problem:${code}`

const explained = (found: readonly Fault[]) => found.map(({ pointer, code }) => ({ pointer, code, detail: faults[code] }))

/** The body of a refusal of the whole request. */
export function problemOf(refused: Refused, trace: string) {
  const { status, title } = problems[refused.code]
  const { code, detail } = refused
  return { type: typeOf(code), title, status, detail, code, trace_id: trace, errors: explained(refused.more.errors ?? []) }
}

/** Why an event of itself means nothing. Pointers are into the event. */
export function invalidEvent(found: readonly Fault[]) {
  const code = 'invalid_event'
  const [first] = found
  const detail = first ? `${first.pointer || 'The event'}: ${faults[first.code]}` : ''
  return { type: typeOf(code), title: 'The event is not as the contract has it', status: 422, detail, code, errors: explained(found) }
}

/** Why an event that means something is not booked. The same event gets the same answer, so there is no trace id in it. */
export function rejectedEvent(code: EventProblem) {
  const { status, title, detail, pointer } = rejections[code]
  return { type: typeOf(code), title, status, detail, code, errors: [{ pointer, code, detail }] }
}
