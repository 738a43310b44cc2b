export { openAccount } from './open-account.ts'
export { type Opening, readOpening } from './read-opening.ts'
export { stateOf } from './store.ts'
