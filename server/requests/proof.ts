import type { ProofType } from './request.ts'

/** Limits of a proof (reliability rule T15): files a request, bytes a file, pixels an image. */
export const limits = { files: 3, bytes: 10 * 1024 * 1024, pixels: 50_000_000 } as const

export type ProofFault = 'missing' | 'too_many' | 'too_large' | 'wrong_type' | 'unreadable'

const signatures: readonly (readonly [ProofType, readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]], // %PDF-, ISO 32000-1 7.5.2
]

/** What a file is by its first bytes; its name and what the browser says of it count for nothing. Null for anything else. */
export function typeOf(bytes: Uint8Array): ProofType | null {
  return signatures.find(([, first]) => first.every((byte, at) => bytes[at] === byte))?.[0] ?? null
}

/** What is wrong with the files of a request, before any of them is opened; null where nothing is. */
export function faultOf(files: readonly Uint8Array[]): ProofFault | null {
  if (files.length === 0) return 'missing'
  if (files.length > limits.files) return 'too_many'
  if (files.some((file) => file.length > limits.bytes)) return 'too_large'
  return files.every((file) => typeOf(file)) ? null : 'wrong_type'
}
