import 'server-only'

export type { EventProblem } from './errors.ts'
export type { Amount, EventType, FeeKind, HoldReason, MarketplaceEvent, OrderPaid } from './event.ts'
export { Overloaded } from './lanes.ts'
export { type LineStatus } from './line.ts'
export { type EventResult, postEvents } from './post-events.ts'
