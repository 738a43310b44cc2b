import { expect, test } from 'vitest'
import { faultOf, limits, typeOf } from './proof.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const jpeg = bytes('\xff\xd8\xff\xe0 the rest')
const png = bytes('\x89PNG\r\n\x1a\n the rest')
const pdf = bytes('%PDF-1.7 the rest')

test('a file is what its first bytes say', () => {
  expect([jpeg, png, pdf].map(typeOf)).toEqual(['image/jpeg', 'image/png', 'application/pdf'])
})

test.each([
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['a page', '<!doctype html><script>alert(1)</script>'],
  ['a page with a PDF behind it', '<!doctype html>%PDF-1.7'],
  ['a GIF', 'GIF89a'],
  ['a WebP', 'RIFF\x00\x00\x00\x00WEBP'],
  ['a program', 'MZ\x90'],
  ['nothing', ''],
  ['the beginning of a PNG', '\x89PN'],
])('%s is none of the three', (_, text) => {
  expect(typeOf(bytes(text))).toBeNull()
  expect(faultOf([jpeg, bytes(text)])).toBe('wrong_type')
})

test('one to three files of at most 10 MB each', () => {
  expect(faultOf([])).toBe('missing')
  expect(faultOf([jpeg, png, pdf])).toBeNull()
  expect(faultOf([jpeg, png, pdf, pdf])).toBe('too_many')
  const full = Buffer.alloc(limits.bytes)
  pdf.copy(full)
  expect(faultOf([full])).toBeNull()
  expect(faultOf([Buffer.concat([full, bytes('x')])])).toBe('too_large')
})
