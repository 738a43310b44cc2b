import { expect, test } from 'vitest'
import { typeOf } from './brand.ts'

test.each([
  ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['image/svg+xml', '<?xml version="1.0"?>\n<!-- made by hand -->\n<svg viewBox="0 0 1 1"></svg>'],
  ['image/png', '\x89PNG\r\n\x1a\nxxxx'],
  ['image/jpeg', '\xff\xd8\xff\xe0xxxxxxxx'],
  ['image/webp', 'RIFFxxxxWEBPVP8 '],
])('a picture is known by its content: %s', (type, text) => {
  expect(typeOf(Buffer.from(text, 'latin1'))).toBe(type)
})

test.each(['<html><svg></svg></html>', '<script>alert(1)</script>', 'GIF89a', '', '<svgx>'])('what is none is refused: %s', (text) => {
  expect(typeOf(Buffer.from(text, 'latin1'))).toBeNull()
})
