import type { EventProblem } from '#server/orders/index.ts'

/** One thing that is wrong with a request or an event, and where: a JSON pointer (RFC 6901) into it. */
export type Fault = { readonly pointer: string; readonly code: FaultCode }

/** A pointer of RFC 6901. A key from outside may be megabytes long: then it is cut. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** What each fault means, in the words of the document. A new code does not compile until it has its sentence. */
export const faults = {
  missing_field: 'The field is required.',
  unknown_field: 'The contract has no such field here.',
  duplicate_key: 'The same key stands twice in one object, so what was meant is not known.',
  wrong_type: 'The value has the wrong JSON type. An amount is a string, never a number.',
  unknown_value: 'The value is not one of those allowed.',
  unknown_type: 'There is no event of this type.',
  invalid_id: 'An identifier has 1 to 64 characters of letters, digits and . _ : - and is neither . nor ..',
  invalid_time: 'A time is RFC 3339 with an offset: a real date, 00:00:00 to 23:59:59, at most three fraction digits.',
  out_of_range: 'A time lies from 1970-01-01T00:00:00Z to 2200-01-01T00:00:00Z.',
  invalid_date: 'A date is a real one, written YYYY-MM-DD.',
  invalid_text: 'A text holds no control characters and no unpaired surrogates.',
  text_empty: 'The text is empty.',
  text_too_long: 'The text is longer than allowed.',
  invalid_amount: 'An amount is a decimal string such as "12.34": no sign, no exponent, no leading zeros.',
  too_many_digits: 'The amount has more digits after the point than its currency has.',
  amount_too_large: 'An amount stays below 10^15 minor units.',
  amount_zero: 'This amount must be above zero.',
  unknown_currency: 'The currency is no code of ISO 4217 in circulation.',
  currency_mismatch: 'Gross, fees and net have one currency.',
  net_mismatch: 'Net is not gross less the fees.',
  repeated_fee: 'Each kind of fee stands at most once.',
  unknown_region: 'The region is no code of ISO 3166-1 alpha-2.',
  unknown_time_zone: 'The time zone is not in the IANA database.',
  invalid_locale: 'The locale is no language tag of BCP 47.',
  invalid_email: 'This is no e-mail address.',
  future_date: 'The day has not begun yet.',
  stale_cursor: 'No event of this id is in the list: it was booked since, or never was. Start again without starting_after.',
  invalid_parameter: 'The parameter’s value is not allowed.',
  event_count: 'A call carries 1 to 1,000 events.',
} as const

export type FaultCode = keyof typeof faults

type Rejection = { readonly status: 409 | 422; readonly title: string; readonly detail: string; readonly pointer: string }

/** Why an event is not booked, beyond its own form (marketplace contract): where to look in it, and what happened. */
export const rejections: Record<EventProblem, Rejection> = {
  event_conflict: {
    status: 409,
    title: 'The id is taken',
    detail: 'An event of this id is booked or parked with other content. A corrected event needs an id of its own.',
    pointer: '/id',
  },
  in_future: {
    status: 422,
    title: 'In the future',
    detail: '`occurred_at` is more than 15 minutes ahead of the portal’s clock.',
    pointer: '/occurred_at',
  },
  wrong_seller: { status: 422, title: 'Another seller’s line', detail: 'The line belongs to another seller.', pointer: '/seller_id' },
  currency_mismatch: {
    status: 422,
    title: 'Another currency',
    detail: 'The amount is not in the currency of the line’s gross.',
    pointer: '/data',
  },
  already_paid: { status: 409, title: 'Paid before', detail: 'The line was paid under another event.', pointer: '/data/line_id' },
  already_released: {
    status: 409,
    title: 'Released before',
    detail: 'The line was released. It can’t be released again or cancelled; to take money back, send a refund.',
    pointer: '/data/line_id',
  },
  line_cancelled: {
    status: 409,
    title: 'The line is cancelled',
    detail: 'A cancelled line can’t be released, held or refunded.',
    pointer: '/data/line_id',
  },
  refund_exceeds_line: {
    status: 422,
    title: 'More than the line',
    detail: 'The refunds of the line would together exceed its net.',
    pointer: '/data/amount',
  },
  refund_conflict: {
    status: 409,
    title: 'The refund is known',
    detail: 'This `refund_id` of the line was booked under another event.',
    pointer: '/data/refund_id',
  },
  amount_limit: {
    status: 422,
    title: 'Too much for the account',
    detail: 'The event would bring a bucket of the seller to 10^17 minor units or more.',
    pointer: '/data',
  },
  not_parked: {
    status: 409,
    title: 'Nothing to withdraw',
    detail: 'No event of this `event_id` and seller is parked: it was booked, rejected for good, withdrawn or never sent.',
    pointer: '/data/event_id',
  },
}

/** Every problem that ends a whole request. */
export const problems = {
  body_incomplete: { status: 400, title: 'The body broke off' },
  malformed_json: { status: 400, title: 'The body is not JSON' },
  invalid_utf8: { status: 400, title: 'The body is not UTF-8' },
  too_deep: { status: 400, title: 'The body is nested too deeply' },
  not_authenticated: { status: 401, title: 'No valid key' },
  invalid_signature: { status: 401, title: 'No valid signature' },
  out_of_scope: { status: 403, title: 'The key may not do this' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  body_timeout: { status: 408, title: 'The body took too long to arrive' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_encoding: { status: 415, title: 'The body is encoded' },
  misdirected: { status: 421, title: 'Another host is meant' },
  invalid_request: { status: 422, title: 'The request is not as the contract has it' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Something failed here' },
  unavailable: { status: 503, title: 'Overloaded, try again' },
} as const

export type ProblemCode = keyof typeof problems

/** A refusal of the whole request: thrown anywhere on the way, answered as application/problem+json. */
export class Refused extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly more: { errors?: readonly Fault[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(code)
    this.name = 'Refused'
  }
}
