// Every sentence that a person reads, in each language: all of them, with the same placeholders, in the right script and in
// the words of the place. Nothing here replaces a reader; it keeps out what one would stumble over first.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTranslator } from 'next-intl'
import { describe, expect, test } from 'vitest'
import { refusalStatus } from '#server/platform/errors.ts'

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

function differences(one: Map<string, string>, other: Map<string, string>): string[] {
  return [...one].flatMap(([key, message]) => {
    const theirs = other.get(key)
    if (theirs === undefined) return [`${key} is missing`]
    const [mine, its] = [placeholders(message).join(' '), placeholders(theirs).join(' ')]
    return mine === its ? [] : [`${key}: {${mine}} against {${its}}`]
  })
}

describe('parity', () => {
  test('a missing key and another placeholder are found', () => {
    const one = new Map([
      ['a', 'Hello {name}'],
      ['b', '{n, plural, one {# row} other {# rows of {total}}}'],
    ])
    expect(differences(one, new Map([['a', '{who}，你好']]))).toEqual(['a: {name} against {who}', 'b is missing'])
    expect(placeholders("<link>{n, plural, one {# of {total}} other {'{x}'}}</link>")).toEqual(['<link>', 'n', 'total'])
  })

  test.each(locales)('%s says neither more nor less than the others', (locale) => {
    expect(english.size).toBeGreaterThan(50)
    expect(differences(english, all[locale].messages)).toEqual([])
    expect(differences(all[locale].messages, english)).toEqual([])
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

test.each(locales)('%s has a sentence for every refusal', (locale) => {
  const codes = Object.keys(refusalStatus)
  expect(codes.length).toBeGreaterThan(5)
  expect(codes.filter((code) => !all[locale].messages.has(`errors.${code}`))).toEqual([])
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
  ],
  en: [[/\b(wallet|loan)s?\b/i, 'funds account, release']],
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

test('nothing stands untranslated', () => {
  const untranslated = (['zh-CN', 'zh-TW'] as const).flatMap((locale) =>
    [...all[locale].messages]
      .filter(([key, text]) => {
        const bare = text.replaceAll(/\{[^}]*\}/g, '').trim()
        return text === english.get(key) && !sameEverywhere.test(bare)
      })
      .map(([key]) => `${locale} ${key}`),
  )
  expect(untranslated).toEqual([])
})
