import { createHash } from 'node:crypto'
import { messagesOf } from '#server/messages/messages.ts'
import type { Locale } from '#server/platform/locale.ts'

/** The version in force. A change of terms.json that changes what is agreed gets a new one. */
export const termsVersion = '2026-11'

/** Terms that somebody accepted for a store: which version, in which language, who and when. */
export type Consent = { readonly version: string; readonly locale: Locale; readonly by: string; readonly at: Date }

/** SHA-256 of the terms as they are shown in a language, so that the record says which words were accepted. */
export function termsHash(locale: Locale): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(messagesOf(locale).terms))
    .digest()
}
