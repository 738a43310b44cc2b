import { sha256Hex } from '#server/platform/digest.ts'

/** What is proposed, as flat facts. Amounts are decimal strings of minor units. */
export type Content = Readonly<Record<string, string | boolean | null>>

/** The one text that a content has, whichever order its facts were written in: JSON without spaces, names in the order of their bytes. */
export function canonicalOf(content: Content): string {
  return JSON.stringify(Object.fromEntries(Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1))))
}

/** SHA-256 of the canonical text, 64 hex digits: what the second person names when they confirm. */
export function hashOf(content: Content): string {
  return sha256Hex(canonicalOf(content))
}
