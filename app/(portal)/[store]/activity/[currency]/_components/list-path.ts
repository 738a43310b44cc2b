import { pages } from '../../../_components/page-store.ts'
import { type Query, searchOf, type Unread } from './query.ts'

/** The address of a list. @param unread what else it says, and nobody understands */
export function withQuery(currency: string, query: Query, unread: Unread = {}): string {
  return pages().activity(currency, searchOf(query, unread))
}
