import 'server-only'

export { protectionDays } from './policy.ts'
