// Normalises what people type or paste: full-width forms of Chinese input methods, spaces, hyphens, invisible characters.

/**
 * Replaces full-width ASCII (U+FF01–U+FF5E) and the ideographic space (U+3000) with their ASCII forms. Not NFKC, which would also turn ①
 * and ² into digits that nobody typed.
 */
export function halfWidth(text: string): string {
  return text.replaceAll(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ')
}

/**
 * A number as documents print it: ASCII, upper case, without spaces, hyphens and invisible characters. Only a–z become upper case, because
 * `toUpperCase` turns the Turkish ı into I and the German ß into SS.
 */
export function compactNumber(text: string): string {
  if (/^[0-9A-Z]*$/.test(text)) return text
  return halfWidth(text)
    .replaceAll(/[\s\p{Zs}\p{Cf}\p{Pd}\u2212]/gu, '')
    .replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())
}

/**
 * A date as YYYY-MM-DD; the dots of a printed card (2013.05.10) and slashes count as hyphens. Whether the date is real is not checked
 * here.
 */
export function compactDate(text: string): string {
  if (/^[0-9-]*$/.test(text)) return text
  return halfWidth(text)
    .replaceAll(/[\s\p{Cf}]/gu, '')
    .replaceAll(/[./]/g, '-')
}
