import { type FilesRefused, type MediaType, type Purpose, purposes } from './schema.ts'

const signatures: readonly (readonly [MediaType, readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]], // %PDF-, ISO 32000-1 7.5.2
]

/** What a file is by its first bytes; its name and what the browser says of it count for nothing. Null for anything else. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  return signatures.find(([, first]) => first.every((byte, at) => bytes[at] === byte))?.[0] ?? null
}

/** The same, where the purpose takes that type. */
export function acceptedType(purpose: Purpose, bytes: Uint8Array): MediaType | null {
  const type = mediaTypeOf(bytes)
  const accepted: readonly MediaType[] = purposes[purpose].mediaTypes
  return type !== null && accepted.includes(type) ? type : null
}

/** What is wrong with the files of a form, before any of them is opened; null where nothing is. */
export function faultOf(purpose: Purpose, files: readonly Uint8Array[]): FilesRefused | null {
  const { maxFiles, maxBytes } = purposes[purpose]
  if (files.length === 0) return { reason: 'missing', file: null }
  if (files.length > maxFiles) return { reason: 'too_many', file: null }
  const large = files.findIndex(({ length }) => length > maxBytes)
  if (large >= 0) return { reason: 'too_large', file: large }
  const strange = files.findIndex((file) => acceptedType(purpose, file) === null)
  return strange < 0 ? null : { reason: 'wrong_type', file: strange }
}
