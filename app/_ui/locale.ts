import { defaultLocale, type Locale, localeOf, locales } from '#server/platform/locale.ts'

export { type Locale, locales }

/** Names of the cookies that hold what was chosen; none is a secret. */
export const localeCookie = 'locale'
export const currencyCookie = 'currency'
export const keysCookie = 'keys'
export const themeCookie = 'theme'

/** A year, in seconds: how long a choice is remembered. */
export const choiceMaxAge = 31_536_000

export type Theme = 'light' | 'dark' | 'system'

/** Whether `value` names one of our languages. */
export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale)
}

/** The theme that a cookie names, or what the device prefers. */
export function themeOf(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}

/**
 * The language that suits an Accept-Language header best (RFC 9110 §12.5.4). A reader of
 * anything else than our languages gets English rather than Chinese.
 * @param header the header, or null where the client sent none
 */
export function negotiate(header: string | null): Locale {
  if (!header) return defaultLocale
  const wanted = header
    .slice(0, 500)
    .split(',')
    .map((part, place) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';')
      const q = params.map((param) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(param)?.[1]).find((value) => value !== undefined)
      return { tag, q: q === undefined ? 1 : Number(q), place }
    })
    .filter(({ tag, q }) => q > 0 && tag !== '' && tag !== '*')
    .sort((a, b) => b.q - a.q || a.place - b.place)
  for (const { tag } of wanted) {
    const locale = localeOf(tag)
    if (locale) return locale
  }
  return wanted.length > 0 ? 'en' : defaultLocale
}
