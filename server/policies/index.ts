import 'server-only'

export { protectionDays, protectionDaysIn } from './policy.ts'
