import 'server-only'

export { mergeSums } from './merge-sums.ts'
export { reconcileDay } from './reconcile-day.ts'
export { verifySumsIn } from './verify-sums.ts'
