/**
 * Why an event is not booked (marketplace contract). `in_future` and `event_conflict` concern the event itself, the others the
 * line that it names.
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
