export { openAccount, type Opener } from './open-account.ts'
export { type OpeningReason, type Opening, readOpening } from './read-opening.ts'
