// Names of people as identity documents print them: in Chinese characters or in Latin letters.
import type { ProblemCode } from './problem.ts'
import { halfWidth } from './typed-text.ts'

export type Script = 'chinese' | 'latin'

/**
 * Code points. State Ethnic Affairs Commission 〔2016〕 no. 33 asks for room for 25 Chinese characters, ICAO 9303 part 4 has 39 Latin ones.
 */
const longest = 64
const shortest = 2

/**
 * Parts of a minority's name are separated by · (U+00B7): State Ethnic Affairs Commission and 11 more, 〔2016〕 no. 33. Input methods give
 * other dots, which are replaced between Chinese characters.
 */
const dots = /(?<=[\p{Unified_Ideograph}〇]) *[·\u2022\u2027\u2219\u22c5\u30fb\uff65.] *(?=[\p{Unified_Ideograph}〇])/gu

/** Spaces between Chinese characters are typed for the look (张 三) and no part of the name. */
const innerSpaces = /(?<=[\p{Unified_Ideograph}〇]) +(?=[\p{Unified_Ideograph}〇])/gu

/** All CJK unified ideographs with their extensions, and 〇; single dots inside. */
const chinese = /^[\p{Unified_Ideograph}〇]+(?:·[\p{Unified_Ideograph}〇]+)*$/u

/**
 * Latin letters, each with at most two combining marks that have no composed form, and the signs of names: O'Neil, Smith-Jones, Jr., A/L.
 */
const latin = /^'?(?:(?=[\p{Lu}\p{Ll}\p{Lt}])\p{Script=Latin}\p{M}{0,2}[ '.,/-]{0,2})+(?<![ ,/-])$/u

/** ICAO 9303 part 3, section 6: the letters of the machine-readable zone and of SWIFT. */
const plainLatin = /^'?(?:[A-Z][ '.,/-]{0,2})+(?<![ ,/-])$/

/** ICAO 9303 part 3, section 6, table A: capital letters that become more or other than their base letter. */
const transliterations: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Æ: 'AE',
  Å: 'AA',
  Đ: 'D',
  Ð: 'D',
  Ə: 'E',
  Ħ: 'H',
  Ł: 'L',
  Ŋ: 'N',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  ẞ: 'SS',
  Ŧ: 'T',
  Þ: 'TH',
  Ü: 'UE',
  ĸ: 'Q',
}
const transliterated = new RegExp(`[${Object.keys(transliterations).join('')}]`, 'g')

/** A name as it is stored: NFC, one space between words, ASCII apostrophes and hyphens, · between the parts of a Chinese name. */
export function normaliseName(text: string): string {
  if (text === '') return ''
  return halfWidth(text)
    .normalize('NFC')
    .replaceAll(/[\u2018\u2019\u02bb\u02bc\u2032`\u00b4]/g, "'")
    .replaceAll(/[\u2010\u2011\u2013\u2212]/g, '-')
    .replaceAll(/[\t\p{Zs}]+/gu, ' ')
    .trim()
    .replaceAll(dots, '·')
    .replaceAll(innerSpaces, '')
}

/**
 * The script of a normalised name, or null where it mixes both or holds anything else: digits, control or bidirectional characters, emoji.
 */
export function scriptOf(name: string): Script | null {
  if (chinese.test(name)) return 'chinese'
  return latin.test(name) ? 'latin' : null
}

/** Whether a name has 2 to 64 characters (code points). */
function hasNameLength(name: string): boolean {
  const length = Array.from(name).length
  return length >= shortest && length <= longest
}

/** Checks a normalised name against the scripts that the document prints. */
export function nameProblem(name: string, printed: Script | 'either'): ProblemCode | null {
  if (name === '') return 'required'
  if (!hasNameLength(name)) return 'name_length'
  const script = scriptOf(name)
  if (script === null) return 'name_characters'
  if (printed === 'either' || printed === script) return null
  return printed === 'chinese' ? 'name_not_chinese' : 'name_not_latin'
}

/**
 * A Latin name in the letters of the machine-readable zone: upper case A to Z, by ICAO 9303 part 3. What has no transliteration stays as
 * it is.
 */
export function plainLatinOf(name: string): string {
  const upperCase = name.toUpperCase()
  if (/^[ -~]*$/.test(upperCase)) return upperCase
  return upperCase
    .replaceAll(transliterated, (letter) => transliterations[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
}

const wordsOf = (name: string) => (name.match(/[A-Z]+/g) ?? []).toSorted().join(' ')

/**
 * Whether two Latin names have the same letters, in any order of their words. ICAO 9303 lets states write ü as UE or as U; a name that
 * holds other transliterations counts as different.
 */
export function isSameLatinName(name: string, latinName: string): boolean {
  const withoutMarks = name.normalize('NFD').replaceAll(/\p{M}/gu, '')
  return [plainLatinOf(name), plainLatinOf(withoutMarks)].some((one) => wordsOf(one) === wordsOf(latinName))
}

/** Checks a Latin name after `plainLatinOf`; '' passes, since not every document prints one. */
export function latinNameProblem(name: string): ProblemCode | null {
  if (name === '') return null
  if (!hasNameLength(name)) return 'latin_length'
  return plainLatin.test(name) ? null : 'latin_characters'
}
