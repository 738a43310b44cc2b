import 'server-only'

export { protectionDays, protectionDaysIn } from './policy.ts'
export { type Figures, readFigures } from './read-figures.ts'
