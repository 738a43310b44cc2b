import 'server-only'

export { closedReleaseDaysIn, policyIn, policyNow, protectionDaysIn } from './policy.ts'
export { type Figures, readFigures } from './read-figures.ts'
