import { expect, test } from 'vitest'
import { isSameLatinName, latinNameProblem, nameProblem, normaliseName, plainLatinOf, scriptOf } from './person-name.ts'

test.each([
  ['张三', '张三', 'chinese'],
  [' 张　三 ', '张三', 'chinese'], // an ideographic space
  ['欧阳娜娜', '欧阳娜娜', 'chinese'],
  ['買買提・艾力', '買買提·艾力', 'chinese'], // a katakana dot
  ['阿卜杜拉 • 买买提', '阿卜杜拉·买买提', 'chinese'],
  ['阿卜杜拉．买买提', '阿卜杜拉·买买提', 'chinese'],
  ['阿卜杜拉.买买提·艾力', '阿卜杜拉·买买提·艾力', 'chinese'],
  ['王\u{20bb7}', '王\u{20bb7}', 'chinese'], // extension B
  ['王\u{2b740}\u{2ceb0}\u{30000}\u{31350}', '王\u{2b740}\u{2ceb0}\u{30000}\u{31350}', 'chinese'], // extensions D, F, G and H
  ['王\u4dae', '王\u4dae', 'chinese'], // 䶮, extension A
  ['李〇', '李〇', 'chinese'],
  ['\u{f9f4}某', '\u{6797}某', 'chinese'], // a compatibility ideograph is composed to 林
  ['Chan  Tai Man', 'Chan Tai Man', 'latin'],
  ['ＣＨＡＮ，ＴＡＩ　ＭＡＮ', 'CHAN,TAI MAN', 'latin'],
  ['Jose\u0301 Garci\u0301a', 'José García', 'latin'], // NFC
  ['O’Neil', "O'Neil", 'latin'],
  ['O\u02bbtkir Soliyev', "O'tkir Soliyev", 'latin'],
  ['’t Hooft', "'t Hooft", 'latin'],
  ['Smith‐Jones Jr.', 'Smith-Jones Jr.', 'latin'],
  ['Muthu A/L Raman', 'Muthu A/L Raman', 'latin'],
  ['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh', 'latin'],
  ['Müller', 'Müller', 'latin'],
])('the name %j is stored as %j, in %s letters', (typed, stored, script) => {
  expect(normaliseName(typed)).toBe(stored)
  expect(scriptOf(stored)).toBe(script)
  expect(normaliseName(stored)).toBe(stored)
  expect(nameProblem(stored, 'either')).toBe(null)
})

test.each([
  ['a digit', '张3三'],
  ['a full-width digit', '张３'],
  ['a Chinese and a Latin letter', '赵C'],
  ['a Latin name with a Chinese one', '陈大文 CHAN Tai Man'],
  ['a control character', '张\u0007三'],
  ['a line break', '张\n三'],
  ['a right-to-left override', '\u202e张三'],
  ['a right-to-left override in a Latin name', 'Ann\u202e Lee'],
  ['a zero-width space', '张\u200b三'],
  ['a zero-width joiner', 'An\u200dn'],
  ['half of a surrogate pair', '张\ud842'],
  ['a character for private use', '王\ue863'],
  ['an emoji', '张😀'],
  ['a variation selector', '葛\u{e0100}某'],
  ['a radical in place of a character', '\u2f00二'],
  ['an iteration mark', '佐々木'],
  ['Japanese kana', 'さくら'],
  ['Korean letters', '김철수'],
  ['Cyrillic letters', 'Иван'],
  ['one Cyrillic letter among Latin ones', 'Аnn Lee'],
  ['mathematical letters', '𝐀𝐧𝐧'],
  ['a Roman numeral sign', 'Henry Ⅷ'],
  ['piled-up marks', 'Ann\u0335\u0336\u0337\u0338'],
  ['a dot at the beginning', '·买买提'],
  ['two dots', '阿里··买买提'],
  ['a dot at the end', '阿里·'],
  ['signs without letters', "-.',"],
  ['a hyphen at the end', 'Smith-'],
  ['the filler of the machine-readable zone', 'SMITH<<JOHN'],
  ['an at sign', 'a@b'],
])('a name with %s is refused', (_why, typed) => {
  expect(nameProblem(normaliseName(typed), 'either')).toBe('name_characters')
})

test('a name has 2 to 64 characters, counted in code points', () => {
  expect(nameProblem('', 'either')).toBe('required')
  expect(nameProblem('王', 'either')).toBe('name_length')
  expect(nameProblem('\u{20bb7}', 'either')).toBe('name_length') // one character of two code units
  expect(nameProblem('\u{20bb7}'.repeat(64), 'chinese')).toBe(null)
  expect(nameProblem('\u{20bb7}'.repeat(65), 'chinese')).toBe('name_length')
  expect(nameProblem('A'.repeat(64), 'latin')).toBe(null)
  expect(nameProblem('A'.repeat(65), 'latin')).toBe('name_length')
})

test('a document that prints one script refuses a name in the other', () => {
  expect(nameProblem('Chan Tai Man', 'chinese')).toBe('name_not_chinese')
  expect(nameProblem('陈大文', 'latin')).toBe('name_not_latin')
})

test.each([
  ['Müller', 'MUELLER'],
  ['Åsa Öberg', 'AASA OEBERG'],
  ['José García', 'JOSE GARCIA'],
  ['Nguyễn Thị Ánh', 'NGUYEN THI ANH'],
  ['Weiß', 'WEISS'],
  ['Łukasz Đorđe Þór', 'LUKASZ DORDE THOR'],
  ['Ərəliyev', 'ERELIYEV'],
  ['İnan Işık', 'INAN ISIK'],
  ["O'Neil-Smith Jr.", "O'NEIL-SMITH JR."],
])('ICAO 9303 writes %s as %s', (name, plain) => {
  expect(plainLatinOf(name)).toBe(plain)
  expect(latinNameProblem(plain)).toBe(null)
})

test.each([
  ['陈大文', 'latin_characters'],
  ['CHAN 3', 'latin_characters'],
  ['A', 'latin_length'],
  ['A'.repeat(65), 'latin_length'],
  ['', null],
])('the Latin name %j has the problem %s', (name, problem) => {
  expect(latinNameProblem(name)).toBe(problem)
})

test('a Latin name equals another one in any order of its words, with ü as UE or as U', () => {
  expect(isSameLatinName('Hans Müller', 'MUELLER HANS')).toBe(true)
  expect(isSameLatinName('Hans Müller', 'HANS MULLER')).toBe(true)
  expect(isSameLatinName('Hans Müller', 'HANS MILLER')).toBe(false)
})
