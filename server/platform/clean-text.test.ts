import { expect, test } from 'vitest'
import { cleanLines, isClean } from './clean-text.ts'

test('control characters and half characters make a text unfit, everything else is clean', () => {
  for (const text of ['a\u0000b', 'line\nbreak', '\t', '\u007f', '\u0085', '\u009f', '\ud800', 'x\udc00', '\udc00\ud800'])
    expect(isClean(text), JSON.stringify(text)).toBe(false)
  for (const text of ['', '深圳市某某科技', '😀', 'O’Brien & Söhne', '\u2028', '\u202e', '<script>', "'; drop table lines; --"])
    expect(isClean(text), text).toBe(true)
})

test('of several lines only what nobody sees is taken out, and a break of two characters is one', () => {
  expect(cleanLines('已签收 😀\r\n\tbox 1\n\u0000\u000bbox\ud800 2\u0085')).toBe('已签收 😀\n\tbox 1\nbox 2')
})
