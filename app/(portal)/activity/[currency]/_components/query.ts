import { isShown } from '../../../_components/buckets.ts'
import type { Tone } from '../../../../_ui/money-bar.tsx'

/** What the address of a list says: which rows, and where in the book. */
export type Query = { readonly bucket: Tone | null; readonly place: { readonly before: number } | { readonly after: number } | null }

type Search = Readonly<Record<string, string | string[] | undefined>>

/** Reads an address. What it doesn't understand it leaves out, so that an old link still shows something. */
export function queryOf(search: Search): Query {
  const bucket = search.bucket
  const [before, after] = [version(search.before), version(search.after)]
  return {
    bucket: typeof bucket === 'string' && isShown(bucket) ? bucket : null,
    place: before !== null ? { before } : after !== null ? { after } : null,
  }
}

function version(text: string | string[] | undefined): number | null {
  if (typeof text !== 'string' || !/^[1-9][0-9]{0,9}$/.test(text)) return null
  const value = Number(text)
  return value <= 2_147_483_647 ? value : null
}

/** The address of a list. */
export function withQuery(currency: string, { bucket, place }: Query): string {
  const search = new URLSearchParams({ ...(bucket ? { bucket } : {}) })
  for (const [key, value] of Object.entries(place ?? {})) search.set(key, String(value))
  const text = search.toString()
  return `/activity/${currency}${text ? `?${text}` : ''}`
}
