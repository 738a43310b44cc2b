import 'server-only'

export { closedReleaseDaysIn, proofDaysIn, protectionDaysIn } from './policy.ts'
export { type Figures, readFigures } from './read-figures.ts'
