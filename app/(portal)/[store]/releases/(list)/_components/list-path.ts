import { pages } from '../../../_components/page-store.ts'
import { fieldsOf, type Query } from './query.ts'

/** The address of a list. */
export function withQuery(query: Query): string {
  return pages().releases(fieldsOf(query))
}
