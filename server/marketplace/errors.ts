import type { EventProblem } from '#server/orders/index.ts'

/** An error in a request or an event, and where it is: a JSON pointer (RFC 6901). */
export type Fault = { readonly pointer: string; readonly code: FaultCode }

/** A JSON pointer (RFC 6901). A key from outside may be megabytes long, so each is cut to 100 characters. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The sentence of each fault, in answers and in the OpenAPI document. A new code does not compile without one. */
export const faults = {
  missing_field: 'The field is required.',
  unknown_field: 'Unknown field: the schema has none of this name here.',
  duplicate_key: 'The object has this key twice. Send each key once.',
  wrong_type: 'The value has the wrong JSON type. An amount is a string, never a number.',
  unknown_value: 'The value is not one of those allowed.',
  unknown_type: 'Unknown event type.',
  invalid_id: 'Invalid identifier: use 1 to 64 letters, digits and . _ : - (not . or .. alone).',
  invalid_time: 'Invalid time: use RFC 3339 with an offset, a real date, 00:00:00 to 23:59:59 and at most three fraction digits.',
  out_of_range: 'The time must be from 1970-01-01T00:00:00Z to 2200-01-01T00:00:00Z.',
  invalid_date: 'Invalid date: use a real date, written YYYY-MM-DD.',
  invalid_text: 'The text has control characters (line breaks included) or unpaired surrogates. Remove them.',
  text_empty: 'The text is empty.',
  text_too_long: 'The text is longer than allowed.',
  invalid_amount: 'Invalid amount: use a decimal string such as "12.34", without sign, exponent or leading zeros.',
  too_many_digits: 'The amount has more decimal places than its currency.',
  amount_too_large: 'The amount must be below 10^15 minor units.',
  amount_zero: 'The amount must be above zero.',
  unknown_currency: 'Unknown currency: use an active ISO 4217 code.',
  currency_mismatch: 'Gross, fees and net must have the same currency.',
  net_mismatch: 'Net must be gross minus the fees.',
  repeated_fee: 'Send each kind of fee at most once.',
  unknown_region: 'Unknown region: use an ISO 3166-1 alpha-2 code.',
  unknown_time_zone: 'Unknown time zone: use a name of the IANA database.',
  invalid_locale: 'Invalid locale: use a BCP 47 language tag.',
  invalid_email: 'Invalid e-mail address.',
  future_date: 'The day has not begun yet.',
  stale_cursor: 'The list has no event of this id: it was booked since, or never listed. Start again without starting_after.',
  invalid_parameter: 'Invalid value of the parameter.',
  event_count: 'Send 1 to 1,000 events a request.',
} as const

export type FaultCode = keyof typeof faults

type Rejection = { readonly status: 409 | 422; readonly title: string; readonly detail: string; readonly pointer: string }

/** Why a well-formed event is not booked, and the field that shows it. */
export const rejections: Record<EventProblem, Rejection> = {
  event_conflict: {
    status: 409,
    title: 'Event id taken',
    detail: 'An event of this id is booked or parked with other content. Send a corrected event under a new id.',
    pointer: '/id',
  },
  in_future: {
    status: 422,
    title: 'Event in the future',
    detail: '`occurred_at` is more than 15 minutes ahead of the portal’s clock.',
    pointer: '/occurred_at',
  },
  wrong_seller: { status: 422, title: 'Line of another seller', detail: 'The line belongs to another seller.', pointer: '/seller_id' },
  currency_mismatch: {
    status: 422,
    title: 'Currency mismatch',
    detail: 'The amount is not in the currency of the line’s gross.',
    pointer: '/data',
  },
  already_paid: { status: 409, title: 'Line already paid', detail: 'The line was paid under another event.', pointer: '/data/line_id' },
  already_released: {
    status: 409,
    title: 'Line already released',
    detail: 'The line was released. It can’t be released again or cancelled; to take money back, send a refund.',
    pointer: '/data/line_id',
  },
  line_cancelled: {
    status: 409,
    title: 'Line cancelled',
    detail: 'A cancelled line can’t be released, held or refunded.',
    pointer: '/data/line_id',
  },
  refund_exceeds_line: {
    status: 422,
    title: 'Refund exceeds line',
    detail: 'All refunds of the line together would exceed its net.',
    pointer: '/data/amount',
  },
  refund_conflict: {
    status: 409,
    title: 'Refund id taken',
    detail: 'This `refund_id` of the line was booked under another event.',
    pointer: '/data/refund_id',
  },
  amount_limit: {
    status: 422,
    title: 'Bucket limit exceeded',
    detail: 'The event would raise a bucket of the seller to 10^17 minor units or more.',
    pointer: '/data',
  },
  not_parked: {
    status: 409,
    title: 'Event not parked',
    detail: 'No event of this `event_id` and seller is parked: it was booked, rejected for good, withdrawn or never sent.',
    pointer: '/data/event_id',
  },
}

/** Problems that refuse a whole request. */
export const problems = {
  body_incomplete: { status: 400, title: 'Body incomplete' },
  malformed_json: { status: 400, title: 'Malformed JSON' },
  invalid_utf8: { status: 400, title: 'Invalid UTF-8' },
  too_deep: { status: 400, title: 'Body nested too deeply' },
  not_authenticated: { status: 401, title: 'Not authenticated' },
  invalid_signature: { status: 401, title: 'Invalid signature' },
  out_of_scope: { status: 403, title: 'Key lacks the scope' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  body_timeout: { status: 408, title: 'Body timed out' },
  too_large: { status: 413, title: 'Body too large' },
  unsupported_encoding: { status: 415, title: 'Content-Encoding not supported' },
  misdirected: { status: 421, title: 'Misdirected request' },
  invalid_request: { status: 422, title: 'Invalid request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Unavailable, try again' },
} as const

export type ProblemCode = keyof typeof problems

/** Refuses the whole request; answered as application/problem+json (RFC 9457). */
export class ApiProblem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly more: { errors?: readonly Fault[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(code)
    this.name = 'ApiProblem'
  }
}
