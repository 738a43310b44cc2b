/** The languages that every sentence is written in. */
export const locales = ['zh-CN', 'zh-TW', 'en'] as const

export type Locale = (typeof locales)[number]

/** The portal's sellers mostly read simplified Chinese. */
export const defaultLocale: Locale = 'zh-CN'

/**
 * The portal's language for a BCP 47 tag, e.g. of a marketplace's seller or a browser: Traditional Chinese by script or by
 * region, other Chinese is simplified.
 * @returns null for a language that the portal doesn't speak
 */
export function localeOf(tag: string | null | undefined): Locale | null {
  const parts = (tag ?? '').toLowerCase().split(/[-_]/)
  if (parts[0] === 'en') return 'en'
  if (parts[0] !== 'zh') return null
  return parts.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) && !parts.includes('hans') ? 'zh-TW' : 'zh-CN'
}
