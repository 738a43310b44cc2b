import 'server-only'

export type { DayTotals } from './day.ts'
export { reconcileDay } from './reconcile-day.ts'
