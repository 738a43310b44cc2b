import 'server-only'

export { readBalances } from './read-balances.ts'
export { type Overview, readOverview } from './read-overview.ts'
