import { readFileSync } from 'node:fs'
import { env } from './env.ts'

/** Larger pictures belong on a page, not into a header. */
const largestLogo = 256 * 1024

/** A picture as it is served: its bytes, and what they are by their own first signs, not by a name. */
export type Logo = { readonly bytes: Buffer; readonly type: string }

/**
 * Where sellers reach the marketplace's support: an address of the web or of a mail; null where none is configured. The demo has
 * one that shows the way and that nobody reads.
 */
export function supportAddress(): string | null {
  const { PORTAL_SUPPORT_URL, PORTAL_DEMO } = env()
  return PORTAL_SUPPORT_URL ?? (PORTAL_DEMO === 'on' ? 'mailto:support@marketplace.example' : null)
}

/** What the marketplace calls its portal; null leaves the product's name in the reader's language. */
export function portalName(): string | null {
  return env().PORTAL_NAME ?? null
}

let read: Logo | null | undefined

/**
 * The marketplace's logo, from the file that PORTAL_LOGO names; null where it names none.
 * @throws Error where the file is missing, too large or no picture
 */
export function logo(): Logo | null {
  if (read !== undefined) return read
  const file = env().PORTAL_LOGO
  if (file === undefined) return (read = null)
  const bytes = readFileSync(file)
  const type = typeOf(bytes)
  if (!type) throw new Error('PORTAL_LOGO is no SVG, PNG, JPEG or WebP')
  if (bytes.length > largestLogo) throw new Error(`PORTAL_LOGO has ${bytes.length} bytes; the most is ${largestLogo}`)
  return (read = { bytes, type })
}

/** What a picture is by its content, or null. */
export function typeOf(bytes: Buffer): string | null {
  const starts = bytes.toString('latin1', 0, 12)
  if (starts.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (starts.startsWith('RIFF') && starts.endsWith('WEBP')) return 'image/webp'
  return /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/.test(bytes.toString('utf8', 0, 4096))
    ? 'image/svg+xml'
    : null
}
