import type { Locale } from '#server/platform/locale.ts'

/** The size of a file in the reader's form: 840 kB, 2.1 MB. */
export function sizeText(bytes: number, locale: Locale): string {
  const [amount, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1000)), 'kilobyte'] : [bytes / 1_000_000, 'megabyte']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount)
}
