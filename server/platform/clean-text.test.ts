import { describe, expect, test } from 'vitest'
import { cleanLines, isClean, plainWords } from './clean-text.ts'

test('control characters and half characters make a text unfit, everything else is clean', () => {
  for (const text of ['a\u0000b', 'line\nbreak', '\t', '\u007f', '\u0085', '\u009f', '\ud800', 'x\udc00', '\udc00\ud800'])
    expect(isClean(text), JSON.stringify(text)).toBe(false)
  for (const text of ['', '深圳市某某科技', '😀', 'O’Brien & Söhne', '\u2028', '\u202e', '<script>', "'; drop table lines; --"])
    expect(isClean(text), text).toBe(true)
})

test('of several lines only what nobody sees is taken out, and a break of two characters is one', () => {
  expect(cleanLines('已签收 😀\r\n\tbox 1\n\u0000\u000bbox\ud800 2\u0085')).toBe('已签收 😀\n\tbox 1\nbox 2')
})

describe('words of somebody else in a mail', () => {
  test.each([
    ['Lantern House', 'Lantern House'],
    ['深圳市晴屿科技有限公司（旗舰店）', '深圳市晴屿科技有限公司（旗舰店）'],
    ['Dr. Oetker & Co. KG', 'Dr. Oetker & Co. KG'],
    ['3.14 Ltd.', '3.14 Ltd.'],
    ['A\r\nBcc: victim@example.com', 'A Bcc: victim@example com'],
    ['You won! https://evil.example/x', 'You won! https evil example/x'],
    ['visit evil．example now', 'visit evil example now'],
    ['www.evil.example', 'www evil example'],
    ['abc\u202Emoc.live\u202C', 'abcmoc live'],
    ['a\u200B\uFEFF\u00ADb', 'ab'],
    ['a\u2028b\u0000c', 'a b c'],
    [`z${'\u0301'.repeat(50)}`, 'z\u0301\u0301'],
    ['\u200B', '—'],
    ['', '—'],
    ['x'.repeat(100), `${'x'.repeat(59)}…`],
    ['😀'.repeat(61), `${'😀'.repeat(59)}…`],
  ])('%j is %j', (text, words) => {
    expect(plainWords(text, 60)).toBe(words)
  })
})
