import type { Permission } from '#server/platform/permission.ts'

export const mediaTypes = ['image/jpeg', 'image/png', 'application/pdf'] as const
export type MediaType = (typeof mediaTypes)[number]

/** What holds for files of one purpose. */
type Rule = {
  readonly mediaTypes: readonly MediaType[]
  /** Files of one form. */
  readonly maxFiles: number
  /** Bytes of one file as it is received. A picture that is encoded anew may become half as large again. */
  readonly maxBytes: number
  readonly maxPixels: number
  /** Who in the store may have one handed out. */
  readonly readers: Permission
  /** The policy of how many bytes a store may keep at once. */
  readonly quota: string
  /** The policy of how many days a file is kept once it is no longer in use (`retained_from`). */
  readonly retention: string
  /** How the name of a saved file begins. */
  readonly downloadName: string
}

/**
 * What files are kept for. A new purpose is a row here: the database's CHECK is printed from it, and admission, cleaning, hand-out and
 * retention go by it.
 */
export const purposes = {
  /** Proof of delivery with a request for release. */
  release_proof: {
    mediaTypes,
    maxFiles: 3,
    maxBytes: 10 * 1024 * 1024,
    maxPixels: 50_000_000,
    readers: 'money.read',
    quota: 'proof_bytes',
    retention: 'proof_days',
    downloadName: 'proof',
  },
  /** A picture of a page of an identity document: no PDF, since a reviewer compares what is seen. */
  identity_page: {
    mediaTypes: ['image/jpeg', 'image/png'],
    maxFiles: 1,
    maxBytes: 10 * 1024 * 1024,
    maxPixels: 50_000_000,
    readers: 'identity.verify',
    quota: 'identity_bytes',
    retention: 'identity_days',
    downloadName: 'document',
  },
} as const satisfies Record<string, Rule>

export type Purpose = keyof typeof purposes

/** Most bytes of a file as it is kept. */
export function maxKeptBytes(purpose: Purpose): number {
  return purposes[purpose].maxBytes * 1.5
}

/** Most bytes of a form with files: room for the files, and for the form's own lines and its text beside them. */
export function maxFormBytes(purpose: Purpose): number {
  return purposes[purpose].maxFiles * purposes[purpose].maxBytes + 64 * 1024
}

/** Why a file is not kept. The sentence is in messages: requests.problems.<fault>. */
export type FileFault = 'missing' | 'too_many' | 'too_large' | 'too_large_cleaned' | 'wrong_type' | 'unreadable' | 'store_full'

/** What is wrong with the files of a form; `file` counts them from 0, null where it is none of them by itself. */
export type FilesRefused = { readonly reason: FileFault; readonly file: number | null }
