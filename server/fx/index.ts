import 'server-only'
export { enterRate } from './enter-rate.ts'
export { indicativeTotal, type IndicativeTotal, type Rate } from './rate.ts'
export { newestRate } from './statements.ts'
