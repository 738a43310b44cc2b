import 'server-only'

export { listReleases, type ReleasePage } from './list-releases.ts'
export type { OrderLine, Step, Waterfall } from './order.ts'
export { orderIn, type OrderPage, readOrder } from './read-order.ts'
export { type Actor, actsNext, type BookReason, type Reason, reasonOf, type Wait, type Waiting } from './reason.ts'
export type { Release } from './release.ts'
export { waiting } from './statements-waiting.ts'
export type { Sum, Summary } from './summary.ts'
