/**
 * Why an event is not booked. `in_future`, `event_conflict` and `not_parked` concern the event itself,
 * `amount_limit` its seller's book, the others the line that it names.
 */
export type EventProblem =
  | 'event_conflict'
  | 'in_future'
  | 'wrong_seller'
  | 'currency_mismatch'
  | 'already_paid'
  | 'already_released'
  | 'line_cancelled'
  | 'refund_exceeds_line'
  | 'refund_conflict'
  | 'amount_limit'
  | 'not_parked'
