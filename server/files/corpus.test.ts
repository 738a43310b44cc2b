import { expect, test } from 'vitest'
import { damaged, type HostileFile, others, pdfs, withHidden } from '#db/test/hostile-files.ts'
import { cleanFile } from './clean-file.ts'
import { mediaTypeOf } from './media-type.ts'

// Over two hundred hostile files: each is refused, or what is kept of it is a picture and nothing else, read part by part here
// and not by the program that wrote it. A PDF is kept as it came, since it is only ever saved (server/api/release-form.db.test.ts).

/** Parts of a JPEG by the letter of their marker: JFIF, tables, frame, scan. Not Exif, XMP, profile, IPTC, comment, other makers' own. */
const jpegParts = new Set([0xe0, 0xdb, 0xc0, 0xc2, 0xc4, 0xdd, 0xda])
const pngParts = new Set(['IHDR', 'IDAT', 'IEND', 'pHYs'])

/** Names of parts that are no part of a picture, and what stands behind its end. */
function strange(bytes: Buffer): string[] {
  const found = mediaTypeOf(bytes) === 'image/png' ? strangeInPng(bytes) : strangeInJpeg(bytes)
  return bytes.includes('CANARY') ? [...found, 'CANARY'] : found
}

function strangeInPng(bytes: Buffer): string[] {
  const found: string[] = []
  let at = 8
  for (let type = ''; type !== 'IEND' && at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    type = bytes.toString('latin1', at + 4, at + 8)
    if (!pngParts.has(type)) found.push(type)
  }
  return at === bytes.length ? found : [...found, 'behind the end']
}

function strangeInJpeg(bytes: Buffer): string[] {
  const found: string[] = []
  let at = 2
  while (at + 4 <= bytes.length && bytes[at + 1] !== 0xd9) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return [...found, 'torn']
    if (!jpegParts.has(marker)) found.push(marker.toString(16))
    at += 2 + bytes.readUInt16BE(at + 2)
    if (marker === 0xda) while (at < bytes.length && !(bytes[at] === 0xff && !isData(bytes[at + 1] ?? 0))) at++
  }
  return at + 2 === bytes.length ? found : [...found, 'behind the end']
}

/** Behind 0xff in a scan: a byte of the picture, or a mark to start again from. */
const isData = (byte: number) => byte === 0 || (byte >= 0xd0 && byte <= 0xd7)

/** What became of files: refused with a reason, or what is strange in what would be kept ('' where nothing is). */
const fates = async (files: readonly HostileFile[]) =>
  Promise.all(
    files.map(async ({ name, bytes }) => {
      const clean = await cleanFile('release_proof', bytes)
      return [name, typeof clean === 'string' ? clean : strange(clean.bytes).join()] as const
    }),
  )

test('there are more than two hundred, each of its own', async () => {
  const all = [...(await withHidden()), ...(await damaged()), ...others(), ...pdfs()]
  expect(all.length).toBeGreaterThan(200)
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})

test('what is hidden in a picture, or hangs on it, is gone: 124 of 124 are kept and clean, and not one was before', async () => {
  const files = await withHidden()
  expect(files.map(({ bytes }) => strange(bytes)).filter((parts) => parts.length === 0)).toEqual([])
  const kept = await fates(files)
  expect([kept.length, kept.filter(([, fate]) => fate !== '')]).toEqual([124, []])
})

test('a picture that is torn, or has or claims too many pixels, is refused, and none of it costs much memory', async () => {
  const files = await damaged()
  const before = process.memoryUsage().rss
  let most = before
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 2)
  const kept = await fates(files)
  clearInterval(timer)
  expect(kept.filter(([, fate]) => fate !== 'unreadable')).toEqual([])
  expect((most - before) / 1024 / 1024).toBeLessThan(200)
})

test('what is neither JPEG, PNG nor PDF is refused by its bytes, whatever it is called', async () => {
  expect((await fates(others())).filter(([, fate]) => fate !== 'wrong_type')).toEqual([])
})

test('a PDF is kept to the byte and called nothing else', async () => {
  for (const { bytes } of pdfs()) expect(await cleanFile('release_proof', bytes)).toEqual({ type: 'application/pdf', bytes })
})
