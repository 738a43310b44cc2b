import { expect, test } from 'vitest'
import { checkCharacter } from './mod-11-2.ts'
import { checkDocument, type DocumentType, type ProblemCode, type Region, type Typed, typesOf } from './document.ts'
import { documentTypes, regions } from './document-type.ts'
import { problemCodes, type WarningCode, warningCodes } from './problem.ts'

const today = '2026-12-01'
const codes: ReadonlySet<ProblemCode | WarningCode> = new Set([...problemCodes, ...warningCodes])

type Random = (below: number) => number

/** Seeded (mulberry32), so that a failure comes again: whole numbers from 0. */
function randomOf(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((((mixed ^ (mixed >>> 14)) >>> 0) * below) / 4_294_967_296) | 0
  }
}

const pick = <T>(random: Random, from: readonly T[]) => from[random(from.length)] as T

const nastySigns = [
  ...'0123456789XxHMAhma张三·•.-/() ',
  ...['\0', '\n', '\t', '\u00a0', '\u00ad', '\u200b', '\u202e', '\u2066', '\ufeff', '\ud83d', '\ude00', '\ud842', '\uffff', '\u{e0100}'],
  ...[
    '０',
    'Ｘ',
    '（',
    '）',
    '－',
    '　',
    '①',
    '²',
    '٣',
    '໑',
    'ı',
    'İ',
    'ß',
    'ﬁ',
    'ŉ',
    'Ǆ',
    'ª',
    '\u0301',
    '\u{20bb7}',
    '\u{f9f4}',
    '😀',
    '々',
    '〇',
  ],
]
const nastyTexts = [
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  '-0',
  '1e9',
  "'; drop table",
  '<b>',
  '%00',
  '長期',
  '9'.repeat(300),
  '·'.repeat(300),
]

/** Texts of all lengths from nasty signs, of any code units, and of a few that programs stumble over. */
function nastyTextsOf(random: Random, count: number): string[] {
  const ofSigns = () => Array.from({ length: random(20) }, () => pick(random, nastySigns)).join('')
  const ofUnits = () => String.fromCharCode(...Array.from({ length: random(20) }, () => random(0x1_0000)))
  return Array.from({ length: count }, () => pick(random, [ofSigns, ofSigns, ofSigns, ofUnits, ofUnits, () => pick(random, nastyTexts)])())
}

const digits = (random: Random, count: number) => String(random(10 ** count)).padStart(count, '0')
const dateOf = (random: Random, from: number, years: number) =>
  `${from + random(years)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`
const checked = (start: string) => start + checkCharacter(start)

/** A document that is accepted: its number made by the rules, its period of ten or five years. */
function soundDocument(random: Random): Typed {
  const birth = dateOf(random, 1930, 70)
  const inside = birth.replaceAll('-', '') + digits(random, 3)
  const validFrom = dateOf(random, 2024, 2)
  const common = {
    country: null,
    name: pick(random, ['张三', '阿里·买买提', '王\u{20bb7}']),
    latinName: '',
    renewals: '',
    birth,
    validFrom,
  }
  const dated = { ...common, validUntil: `${Number(validFrom.slice(0, 4)) + pick(random, [5, 10])}${validFrom.slice(4)}` }
  const letter = pick(random, ['H', 'M'])
  const permit = { ...dated, region: letter === 'H' ? 'HK' : 'MO', type: 'hk_mo_permit' } as const
  const latin = { ...dated, region: 'other', country: 'SA', name: pick(random, ['Ann Lee', "O'Neil", 'Müller']) } as const
  return pick<() => Typed>(random, [
    () => ({
      ...dated,
      region: 'CN',
      type: 'resident_id',
      number: checked(`${pick(random, ['11', '65', '33'])}${digits(random, 4)}${inside}`),
    }),
    () => ({ ...permit, number: letter + digits(random, 8), renewals: digits(random, 2) }),
    () => ({ ...permit, number: letter + digits(random, 10) }),
    () => ({ ...dated, region: 'TW', type: 'taiwan_permit', number: digits(random, 8) }),
    () => ({ ...dated, region: 'TW', type: 'residence_permit', number: checked(`830000${inside}`) }),
    () => ({ ...latin, type: 'passport', number: `P${digits(random, 8)}` }),
    () => ({ ...latin, type: 'foreign_pr_card', number: checked(`932682${inside}`) }),
  ])()
}

const textFields = ['country', 'name', 'latinName', 'number', 'renewals', 'birth', 'validFrom', 'validUntil'] as const

/** Half of the inputs are sound documents with up to two signs put in, half have three random texts; a tenth of these has nothing sound. */
function* inputsOf(seed: number, count: number): Generator<Typed> {
  const random = randomOf(seed)
  const nasty = nastyTextsOf(random, 5000)
  const sound = Array.from({ length: 2000 }, () => soundDocument(random))
  const region = () => pick<string>(random, [...regions, '__proto__', '', 'cn']) as Region
  const type = () => pick<string>(random, [...documentTypes, 'constructor', '', 'visa']) as DocumentType
  const insert = (text: string) => {
    const at = random(text.length + 1)
    return text.slice(0, at) + pick(random, nastySigns) + text.slice(at + random(2))
  }
  for (let index = 0; index < count; index++) {
    const typed = { ...pick(random, sound) }
    if (index % 2 === 0) {
      for (let signs = random(3); signs > 0; signs--) {
        const field = pick(random, textFields)
        typed[field] = insert(typed[field] ?? '')
      }
    } else if (index % 20 === 1) {
      for (const field of textFields) typed[field] = pick(random, nasty)
      typed.region = region()
      typed.type = type()
    } else {
      for (let texts = 3; texts > 0; texts--) typed[pick(random, textFields)] = pick(random, nasty)
      if (random(8) === 0) typed.region = region()
      if (random(8) === 0) typed.type = type()
      if (random(8) === 0) typed.country = null
    }
    yield typed
  }
}

type Check = typeof checkDocument

/** What is impossible about a result, or null: an unknown or repeated problem, a document with characters that nothing may hold. */
function wrongIn(result: ReturnType<Check>): string | null {
  if ('problems' in result) {
    if (result.problems.length === 0) return 'refused without a problem'
    if (new Set(result.problems.map(({ field }) => field)).size < result.problems.length) return 'two problems of one field'
    return result.problems.every(({ code }) => codes.has(code)) ? null : 'unknown code'
  }
  const { name, latinName, number, renewals, birth } = result.document
  if (!/^[0-9A-Z]{5,18}$/.test(number)) return `number ${number}`
  if (/[\p{C}\p{N}]/u.test(name.replaceAll('〇', ''))) return `name ${name}`
  if (!/^[A-Z '.,/-]{0,64}$/.test(latinName)) return `Latin name ${latinName}`
  if (renewals !== null && !(renewals >= 0 && renewals <= 99)) return `renewals ${renewals}`
  if (birth > '2008-12-01') return `birth ${birth}`
  return result.warnings.every(({ code }) => codes.has(code)) ? null : 'unknown warning'
}

/** Gives a check so many inputs, up to the first one on which it throws or whose result is impossible. */
function hammer(check: Check, count: number): { accepted: number; failure: string | null } {
  let accepted = 0
  for (const typed of inputsOf(20_261_201, count)) {
    try {
      const result = check(typed, today)
      const wrong = wrongIn(result)
      if (wrong !== null) return { accepted, failure: `${wrong}: ${JSON.stringify(typed)}` }
      if ('document' in result) accepted++
    } catch (error) {
      return { accepted, failure: `${String(error)}: ${JSON.stringify(typed)}` }
    }
  }
  return { accepted, failure: null }
}

test('1,000,000 random inputs never throw, and more than 100,000 of them are accepted', () => {
  const { accepted, failure } = hammer(checkDocument, 1_000_000)
  expect(failure).toBe(null)
  expect(accepted).toBeGreaterThan(100_000)
}, 120_000) // some 5 s; a machine that does much else is no failure

test.each<[string, Check, RegExp]>([
  [
    'throws where a region is none',
    (typed, day) =>
      typesOf[typed.region].includes(typed.type) ? checkDocument(typed, day) : { problems: [{ field: 'type', code: 'required' }] },
    /^TypeError/,
  ],
  [
    'throws at half of a surrogate pair',
    (typed, day) => {
      encodeURIComponent(typed.name)
      return checkDocument(typed, day)
    },
    /^URIError/,
  ],
  [
    'keeps the number as it was typed',
    (typed, day) => {
      const result = checkDocument(typed, day)
      return 'problems' in result ? result : { ...result, document: { ...result.document, number: typed.number } }
    },
    /^number /,
  ],
  ['refuses without a problem', () => ({ problems: [] }), /^refused without/],
])('a planted check that %s is caught', (_bug, planted, failure) => {
  expect(hammer(planted, 50_000).failure).toMatch(failure)
})
