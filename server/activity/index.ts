export { type DayPage, readDay } from './read-day.ts'
export { type Entry } from './entry.ts'
export { listMovements, type MovementPage } from './list-movements.ts'
export { asInPages, type Balance, balanceIn, readBalances } from './read-balances.ts'
export { type MovementDetail, readMovement } from './read-movement.ts'
export { type Overview, readOverview } from './read-overview.ts'
export { readLive } from './read-live.ts'
export { keepView, listViews, removeView, type View } from './keep-view.ts'
export {
  CalendarDay,
  CurrencyCode,
  EntryFilter,
  EntryNumber,
  EntryPlace,
  type Filter,
  type Place,
  presets,
  statuses,
  ViewName,
} from './schema.ts'
