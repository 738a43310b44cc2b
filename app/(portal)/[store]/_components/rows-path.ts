import type { Tone } from '../../../_ui/money-bar.tsx'
import { pages } from './page-store.ts'

/** The rows that make a bucket's amount. */
export function rowsOf(currency: string, bucket: Tone): string {
  return pages().activity(currency, { bucket })
}
