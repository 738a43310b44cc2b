import 'server-only'

export type { Ahead } from './ahead.ts'
export type { Expected } from './calendar.ts'
export type { OrderPart } from './order-part.ts'
export { type Calendar, readCalendar } from './read-calendar.ts'
export { readAhead } from './read-ahead.ts'
export { readWhy, type Why } from './read-why.ts'
export type { DebtCause, ReasonSum } from './reasons.ts'
