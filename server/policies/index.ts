import 'server-only'

export { policyNow } from './policy.ts'
export { type Figures, readFigures } from './read-figures.ts'
export { policyIn } from './statements.ts'
