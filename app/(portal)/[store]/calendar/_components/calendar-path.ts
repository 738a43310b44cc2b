import { pages } from '../../_components/page-store.ts'
import { fieldsOf, type Query, queryOfDay } from './query.ts'

/** The address of a calendar. */
export function withQuery(query: Query): string {
  return pages().calendar(fieldsOf(query))
}

/** The next days of a currency, or the orders that have no day yet or whose day is over. */
export function calendarPath(currency: string, on: 'undated' | 'past' | null = null): string {
  return withQuery({ currency, horizon: 30, on })
}

/** The calendar with a day's orders open. @param today in the same zone, YYYY-MM-DD both */
export function dayPath(currency: string, day: string, today: string): string {
  return withQuery(queryOfDay(currency, day, today))
}
