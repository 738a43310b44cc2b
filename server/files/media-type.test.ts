import { expect, test } from 'vitest'
import { faultOf, mediaTypeOf } from './media-type.ts'
import { purposes } from './schema.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const jpeg = bytes('\xff\xd8\xff\xe0 the rest')
const png = bytes('\x89PNG\r\n\x1a\n the rest')
const pdf = bytes('%PDF-1.7 the rest')
const fault = (...files: Buffer[]) => faultOf('release_proof', files)

test('a file is what its first bytes say', () => {
  expect([jpeg, png, pdf].map(mediaTypeOf)).toEqual(['image/jpeg', 'image/png', 'application/pdf'])
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
  expect(mediaTypeOf(bytes(text))).toBeNull()
  expect(fault(jpeg, bytes(text))).toEqual({ reason: 'wrong_type', file: 1 })
})

test('one to three proofs of at most 10 MB each', () => {
  expect(fault()).toEqual({ reason: 'missing', file: null })
  expect(fault(jpeg, png, pdf)).toBeNull()
  expect(fault(jpeg, png, pdf, pdf)).toEqual({ reason: 'too_many', file: null })
  const full = Buffer.alloc(purposes.release_proof.maxBytes)
  pdf.copy(full)
  expect(full.length).toBe(10 * 1024 * 1024)
  expect(fault(full)).toBeNull()
  expect(fault(jpeg, png, Buffer.concat([full, bytes('x')]))).toEqual({ reason: 'too_large', file: 2 })
})
