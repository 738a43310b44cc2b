import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { type CleanFile, cleanFile, cleanFiles } from './clean-file.ts'
import { purposes } from './schema.ts'

const blank = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#a0c0e0' } })

/** A photo as a phone takes it: turned, with the place it was taken at, and a name in a comment. */
const photo = () =>
  blank(40, 20)
    .withExif({ IFD0: { Copyright: 'CANARY' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '22/1 33/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>CANARY</rdf></x:xmpmeta>')
    .jpeg()
    .toBuffer()

const cleaned = async (file: Uint8Array) => {
  const clean = await cleanFile('release_proof', file)
  if (typeof clean === 'string') throw new Error(clean)
  return clean
}

describe('a photo', () => {
  test('keeps its picture, the right way up, and loses place, name and time', async () => {
    const file = await photo()
    expect(file.includes('CANARY')).toBe(true) // or this test could not fail
    expect((await sharp(file).metadata()).exif).toBeDefined()
    const { type, bytes } = await cleaned(file)
    const { format, width, height, exif, xmp, iptc, icc } = await sharp(bytes).metadata()
    expect({ type, format, width, height }).toEqual({ type: 'image/jpeg', format: 'jpeg', width: 20, height: 40 })
    expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined])
    expect(bytes.includes('CANARY')).toBe(false)
  })

  test('loses the page or the archive that was hung onto its end', async () => {
    for (const tail of ['<script>alert(1)</script>', 'PK\x03\x04 an archive']) {
      const { bytes } = await cleaned(Buffer.concat([await blank(8, 8).png().toBuffer(), Buffer.from(tail)]))
      expect(bytes.includes(tail)).toBe(false)
    }
  })

  test('that was cut off, or only begins like one, is unreadable', async () => {
    const file = await blank(400, 300).png().toBuffer()
    expect(await cleanFile('release_proof', file.subarray(0, file.length / 2))).toBe('unreadable')
    expect(await cleanFile('release_proof', Buffer.from('\xff\xd8\xff\xe0 is no photo', 'latin1'))).toBe('unreadable')
  })

  test('of more than 50 megapixels is refused before it is unpacked, however small its file', async () => {
    const bomb = await blank(8000, 7000).png({ compressionLevel: 9 }).toBuffer() // 56 megapixels
    expect(bomb.length).toBeLessThan(1_000_000)
    const before = process.memoryUsage().rss
    expect(await cleanFile('release_proof', bomb)).toBe('unreadable')
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  })
})

test('a PDF stays what it is, to the byte', async () => {
  const file = Buffer.from('%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>endobj')
  expect(await cleaned(file)).toEqual<CleanFile>({ type: 'application/pdf', bytes: file })
})

test('anything else is not opened', async () => {
  expect(await cleanFile('release_proof', Buffer.from('<svg/>'))).toBe('wrong_type')
})

test('a photo that takes more than 15 MB once it is encoded anew is refused for that, and not as one larger than 10 MB', async () => {
  const [width, height] = [6200, 6200]
  const noise = randomBytes(width * height)
  const file = await sharp(noise, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 20 })
    .toBuffer()
  expect(file.length).toBeLessThan(purposes.release_proof.maxBytes)
  const outcome = await cleanFile('release_proof', file)
  expect(typeof outcome === 'string' ? outcome : outcome.bytes.length).toBe('too_large_cleaned') // not the picture: a failure would print it
})

test('of several the first bad one is named, whatever stands behind it, and the next form is cleaned', async () => {
  const good = await blank(8, 8).png().toBuffer()
  const broken = good.subarray(0, 60)
  expect(await cleanFiles('release_proof', [good, broken, good])).toEqual({ ok: false, reason: 'unreadable', file: 1 })
  expect(await cleanFiles('release_proof', [good, broken, Buffer.from('<svg/>')])).toEqual({ ok: false, reason: 'unreadable', file: 1 })
  const both = await cleanFiles('release_proof', [good, good])
  expect(both.ok && both.files.map(({ type }) => type)).toEqual(['image/png', 'image/png'])
})
