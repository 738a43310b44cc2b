import 'server-only'

export { reconcileDay } from './reconcile-day.ts'
