import 'server-only'

export { closedReleaseDaysIn, protectionDaysIn } from './policy.ts'
export { type Figures, readFigures } from './read-figures.ts'
