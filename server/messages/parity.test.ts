// Every sentence that a person reads, in each language: all of them, with the same placeholders, in the right script and in
// the words of the place. Nothing here replaces a reader; it keeps out what one would stumble over first.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTranslator } from 'next-intl'
import { describe, expect, test } from 'vitest'
import { refusalStatus } from '#server/api/errors.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'server/messages')
const locales = ['zh-CN', 'zh-TW', 'en'] as const
type Locale = (typeof locales)[number]
type Tree = { [key: string]: string | Tree }

/** `room.key.deeper → sentence`. */
function flat(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  )
}

function load(locale: Locale): { tree: Tree; messages: Map<string, string> } {
  const files = readdirSync(join(folder, locale)).filter((name) => name.endsWith('.json'))
  const tree = Object.fromEntries(
    files.map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(folder, locale, name), 'utf8')) as Tree]),
  )
  return { tree, messages: new Map(flat(tree)) }
}

const all = Object.fromEntries(locales.map((locale) => [locale, load(locale)])) as Record<Locale, ReturnType<typeof load>>
const english = all.en.messages

/** Names of the arguments and tags of an ICU message; a plural's branches may name more of them. */
function placeholders(message: string): string[] {
  const plain = message.replaceAll(/'[{}<>][^']*'/g, '')
  const names = [...plain.matchAll(/\{\s*(\w+)\s*[,}]|<(\w+)>/g)].map((match) => match[1] ?? `<${match[2] ?? ''}>`)
  return [...new Set(names)].toSorted()
}

/** What each `{n, plural, …}` or `{x, select, …}` tells apart, in the order of words; a number that is named itself (`=0`) is a locale's own choice. */
function branches(message: string, kind: 'plural' | 'select'): string[] {
  const begins = new RegExp(`\\{\\s*\\w+\\s*,\\s*${kind}\\s*,`, 'g')
  return [...message.matchAll(begins)].map(({ 0: start, index }) => {
    let depth = 1
    let own = ''
    for (let at = index + start.length; depth > 0 && at < message.length; at++) {
      const character = message[at] ?? ''
      if (character === '}') depth -= 1
      if (depth === 1 && character !== '}') own += character === '{' ? ' ' : character
      if (character === '{') depth += 1
    }
    return (own.match(/(?<=^|\s)\w+(?=\s|$)/g) ?? []).toSorted().join(' ')
  })
}

/** Plurals of a message that lack a form which the language has, or have one that it hasn't. */
function plurals(locale: Locale, message: string): string[] {
  const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted().join(' ')
  return branches(message, 'plural').filter((forms) => forms !== wanted)
}

function differences(one: Map<string, string>, other: Map<string, string>): string[] {
  return [...one].flatMap(([key, message]) => {
    const theirs = other.get(key)
    if (theirs === undefined) return [`${key} is missing`]
    const [mine, its] = [placeholders(message).join(' '), placeholders(theirs).join(' ')]
    return mine === its ? [] : [`${key}: {${mine}} against {${its}}`]
  })
}

describe('parity', () => {
  test.each([
    ['a sentence that is missing', { a: undefined }, ['a is missing']],
    ['a placeholder that is missing', { a: '你好' }, ['a: {name} against {}']],
    ['one too many', { a: '{name}，{time}好' }, ['a: {name} against {name time}']],
    ['another one', { a: '{who}，你好' }, ['a: {name} against {who}']],
    ['one that a plural lost', { b: '{n, plural, other {# 行}}' }, ['b: {n total} against {n}']],
    ['a tag that became text', { c: '请看此处' }, ['c: {<link>} against {}']],
    ['nothing', {}, []],
  ])('%s is found', (_what, change, found) => {
    const one = { a: 'Hello {name}', b: '{n, plural, one {# row} other {# rows of {total}}}', c: 'See <link>here</link>' }
    const other = { a: '{name}，你好', b: '{n, plural, other {{total} 行中的 # 行}}', c: '请看<link>此处</link>', ...change }
    const theirs = new Map(Object.entries(other).filter((entry): entry is [string, string] => entry[1] !== undefined))
    expect(differences(new Map(Object.entries(one)), theirs)).toEqual(found)
  })

  test('braces in quotes are no placeholders', () => {
    expect(placeholders("<link>{n, plural, one {# of {total}} other {'{x}'}}</link>")).toEqual(['<link>', 'n', 'total'])
  })

  test.each(locales)('%s says neither more nor less than the others', (locale) => {
    expect(english.size).toBeGreaterThan(50)
    expect(differences(english, all[locale].messages)).toEqual([])
    expect(differences(all[locale].messages, english)).toEqual([])
  })
})

describe('plurals', () => {
  test('a form that the language has and the message hasn’t is found, and the reverse; a number of its own is no matter', () => {
    expect(plurals('en', '{n, plural, other {# rows}}')).toEqual(['other'])
    expect(plurals('zh-CN', '{n, plural, one {# 行} other {# 行}}')).toEqual(['one other'])
    expect(plurals('en', 'of {total} {n, plural, =0 {none} one {# {x, select, a {row} other {line}}} other {# rows}}')).toEqual([])
    expect(plurals('zh-TW', '{n, plural, =0 {沒有} other {# 筆}}')).toEqual([])
  })

  test.each(locales)('%s has the forms of its language, no more and no less', (locale) => {
    const wrong = [...all[locale].messages].flatMap(([key, message]) => plurals(locale, message).map((what) => `${key}: ${what}`))
    expect(wrong).toEqual([])
  })

  test('a choice that is no number is between the same words everywhere', () => {
    const choices = (locale: Locale) =>
      [...all[locale].messages].flatMap(([key, message]) => branches(message, 'select').map((words) => `${key} ${words}`))
    for (const locale of locales) expect(choices(locale).toSorted()).toEqual(choices('en').toSorted())
  })
})

test.each(locales)('%s: every sentence can be formatted', (locale) => {
  const wrong: string[] = []
  const translate = createTranslator<Record<string, string>>({
    locale,
    messages: all[locale].tree as Record<string, string>,
    onError: (error) => wrong.push(error.message),
    timeZone: 'Asia/Shanghai',
  })
  for (const [key, message] of all[locale].messages) {
    const values = placeholders(message).map((name) => {
      if (name.startsWith('<')) return [name.slice(1, -1), (inside: string) => inside]
      return [name, new RegExp(`\\{\\s*${name}\\s*,\\s*(date|time)`).test(message) ? new Date(0) : 2]
    })
    translate.markup(key, Object.fromEntries(values) as Record<string, number>)
  }
  expect(wrong).toEqual([])
})

/** Refusal codes that a language has no sentence for. */
const unsaid = (codes: readonly string[], messages: ReadonlyMap<string, string>) => codes.filter((code) => !messages.has(`errors.${code}`))

test.each(locales)('%s has a sentence for every refusal of every room', (locale) => {
  expect(unsaid(['not_found', 'not_written_yet'], new Map([['errors.not_found', 'That isn’t here.']]))).toEqual(['not_written_yet'])
  const codes = Object.keys(refusalStatus)
  expect(codes).toEqual(expect.arrayContaining(['not_allowed', 'wrong_code', 'foreign_origin'])) // of three rooms
  expect(unsaid(codes, all[locale].messages)).toEqual([])
})

// ---- script and words

/** The characters that a two-byte encoding has in its everyday range; the Encoding standard ships with Node. */
function charset(encoding: string, first: [number, number], second: [number, number][]): Set<string> {
  const decoder = new TextDecoder(encoding)
  const set = new Set<string>()
  for (let high = first[0]; high <= first[1]; high++)
    for (const [from, to] of second)
      for (let low = from; low <= to; low++) {
        // Big5's first level ends at C67E.
        if (encoding !== 'big5' || high < 0xc6 || low <= 0x7e) set.add(decoder.decode(new Uint8Array([high, low])))
      }
  return set
}

/** What one writes with every day: all of GB 2312 on the mainland, the first level of Big5 in Taiwan. */
const script = {
  'zh-CN': charset('gbk', [0xb0, 0xf7], [[0xa1, 0xfe]]),
  'zh-TW': charset('big5', [0xa4, 0xc6], [[0x40, 0x7e], [0xa1, 0xfe]]), // prettier-ignore
}

const foreign = (locale: keyof typeof script, text: string) =>
  Array.from(text)
    .filter((character) => /\p{Script=Han}/u.test(character) && !script[locale].has(character))
    .join('')

/** Words of the other place, of no place, or that the product doesn't use; with what to write instead. */
const words: Record<Locale, [RegExp, string][]> = {
  'zh-CN': [
    [/登入|登陆/, '登录'],
    [/资讯/, '信息'],
    [/预设/, '默认'],
    [/使用者/, '用户'],
    [/帐户|帐号/, '账户、账号'],
    [/网路/, '网络'],
    [/简讯/, '短信'],
    [/电邮/, '邮箱、邮件'],
    [/连结/, '链接'],
    [/[「」『』]/, '“ ”'],
    [/钱包|贷款/, '资金账户、放款'],
    [/欠款/, '待扣回'],
    [/[暂尚]无日期/, '日期未定'],
  ],
  'zh-TW': [
    [/登錄|登陸/, '登入'],
    [/信息/, '資訊、訊息'],
    [/默認/, '預設'],
    [/賬/, '帳'],
    [/網絡/, '網路'],
    [/短信/, '簡訊'],
    [/郵箱/, '電子郵件'],
    [/鏈接/, '連結'],
    [/支持/, '支援'],
    [/激活/, '開通、啟用'],
    [/注銷|註銷/, '登出、停用'],
    [/數據/, '資料'],
    [/服務器|軟件|硬件|屏幕|界面/, '伺服器、軟體、硬體、螢幕、介面'],
    [/二維碼/, 'QR Code'],
    [/[“”]/, '「」'],
    [/錢包|貸款/, '資金帳戶、撥款'],
    [/欠款/, '待扣回'],
    [/[暫尚]無日期/, '日期未定'],
    [/實名/, '身分驗證'],
    [/換匯/, '結匯'],
  ],
  en: [
    [/\b(wallet|loan)s?\b/i, 'funds account, release'],
    [/\b(on|legal) hold\b/i, 'frozen'],
    [/(?<!\{)\bbuckets?\b/i, 'part'],
    [/(?<!e-)\bmails?\b/i, 'e-mail'],
  ],
}

/** What a reader of this language would stumble over. */
function stumbles(locale: Locale, text: string): string[] {
  const found = words[locale].filter(([word]) => word.test(text)).map(([word, better]) => `${word.source} → ${better}`)
  if (/[!！]/.test(text)) found.push('no exclamation marks')
  if (locale === 'en') return found
  const strange = foreign(locale, text)
  if (strange) found.push(`${strange} is not written in ${locale}`)
  if (/\p{Script=Han}\s*[,;:?](?!\w)|\p{Script=Han}\.(\s|$)/u.test(text)) found.push('full-width punctuation')
  return found
}

test('a sentence in the wrong script, the wrong words or the wrong marks is found', () => {
  expect(stumbles('zh-TW', '账户')).toEqual(['账户 is not written in zh-TW'])
  expect(stumbles('zh-CN', '帳戶')).toEqual(['帳戶 is not written in zh-CN'])
  expect(stumbles('zh-TW', '請先登錄，再看信息')).toHaveLength(2)
  expect(stumbles('zh-CN', '请先登入,再看资讯!')).toHaveLength(4)
  expect(stumbles('en', 'Your wallet')).toHaveLength(1)
  expect(script['zh-CN'].size).toBeGreaterThan(6700)
  expect(script['zh-TW'].size).toBeGreaterThan(5300)
})

test.each(locales)('%s is written in its own script and words', (locale) => {
  const wrong = [...all[locale].messages].flatMap(([key, text]) => stumbles(locale, text).map((what) => `${locale} ${key}: ${what}`))
  expect(wrong).toEqual([])
})

/** Names that are the same everywhere. */
const sameEverywhere = /^[^a-z]*$|^(E-mail|TOTP|QR Code|English|GitHub|OpenAPI)$/

/** Latin words of a Chinese sentence that a reader there writes so too. */
const latin = /\b(TOTP|QR Code|Code|QR|PDF|JPG|JPEG|PNG|MB|kB|CSV|GMT|UTC|English|GitHub|OpenAPI|USD|CNY|RMB|SWIFT|ID|App|PIN)\b/g

/** What a message says, without the marks of ICU: its branches one after the other. */
function said(message: string): string {
  const plain = message.replaceAll(/<\/?\w+>|\{\s*\w+\s*\}|\{\s*\w+\s*,\s*(date|time|number)[^{}]*\}/g, '')
  return plain.replaceAll(/\{\s*\w+\s*,\s*(plural|selectordinal|select)\s*,|(=\d+|\w+)\s*\{|[}#]/g, ' ').trim()
}

/** Whether a Chinese text is English: the very English one, one without Chinese, or one with a run of English words in it. */
function untranslated(text: string, original: string | undefined): boolean {
  const bare = said(text)
  if (sameEverywhere.test(bare)) return false
  const strange = bare.replaceAll(latin, '')
  return (
    text === original ||
    /[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}/.test(strange) ||
    (!/\p{Script=Han}/u.test(bare) && /[a-z]{2,}/.test(strange))
  )
}

test.each([
  ['Ask for a release', 'Ask for a release', true],
  ['Ask for the release', 'Ask for a release', true],
  ['请看 Ask for the release。', 'Ask for a release', true],
  ['{count, plural, other {# orders}}', '{count, plural, one {# order} other {# orders}}', true],
  ['{count, plural, other {# 笔订单}}', '{count, plural, one {# order} other {# orders}}', false],
  ['申请放款', 'Ask for a release', false],
  ['用 TOTP 或 QR Code', 'By TOTP or QR code', false],
  ['{name} · {currency}', '{name} · {currency}', false],
])('%s for %s: English left over is %s', (text, original, is) => {
  expect(untranslated(text, original)).toBe(is)
})

test('nothing stands untranslated', () => {
  const found = (['zh-CN', 'zh-TW'] as const).flatMap((locale) =>
    [...all[locale].messages]
      .filter(([key, text]) => untranslated(text, english.get(key)))
      .map(([key, text]) => `${locale} ${key}: ${text}`),
  )
  expect(found).toEqual([])
})
