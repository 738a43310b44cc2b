import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

// Hostile uploads in place of a proof of delivery, generated the same on every run. Hidden content contains the word CANARY.

export type HostileFile = { readonly name: string; readonly bytes: Buffer }

const text = (words: string) => Buffer.from(words, 'latin1')
const page = '<html><script>alert("CANARY")</script></html>'
const eicar = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`
const pdfStart = '%PDF-1.7\n1 0 obj<</Type/Catalog/Note(CANARY)'

/** An Exif directory with one entry: the place where the photo was taken. */
const exif = Buffer.concat([
  text('II*\0'),
  Buffer.from([8, 0, 0, 0, 1, 0, 0x0e, 0x01, 2, 0, 32, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]),
  text('CANARY 22.3193 N 114.1694 E'.padEnd(32, '\0')),
])
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>CANARY</rdf></x:xmpmeta>`
const profile = text(`${'\0'.repeat(36)}acsp CANARY`.padEnd(160, '\0'))

/** Content to append to a picture: name, bytes as latin1. */
const tails: readonly (readonly [string, string])[] = [
  ['a page', page],
  ['a program of PHP', '<?php system("CANARY"); ?>'],
  ['an archive', 'PK\x03\x04\x14\0\0\0\0\0CANARY.class'],
  ['a PDF', `${pdfStart}>>endobj`],
  ['a virus, as scanners are tested with', `${eicar} CANARY`],
  ['a program of Windows', 'MZ\x90\0 CANARY'],
  ['another photo', '\xff\xd8\xff\xe0 CANARY'],
]

// ---- JPEG

const segment = (marker: number, ...content: readonly (Buffer | string)[]) => {
  const body = Buffer.concat(content.map((one) => (typeof one === 'string' ? text(one) : one)))
  return Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff]), body])
}

const segments: readonly (readonly [string, Buffer])[] = [
  ['a place in Exif', segment(0xe1, 'Exif\0\0', exif)],
  ['XMP', segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp)],
  ['a colour profile', segment(0xe2, 'ICC_PROFILE\0\x01\x01', profile)],
  ['IPTC', segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x78\0\x06CANARY\0')],
  ['a part of its maker', segment(0xe4, 'CANARY')],
  ['a page in its comment', segment(0xfe, page)],
  ['a PDF in its comment', segment(0xfe, `${pdfStart}>>endobj`)],
  ['a virus in its comment', segment(0xfe, `${eicar} CANARY`)],
]

const intoJpeg = (base: Buffer, part: Buffer) => Buffer.concat([base.subarray(0, 2), part, base.subarray(2)])

/** A copy of a JPEG whose header declares another size. */
function jpegOf(base: Buffer, width: number, height: number): Buffer {
  const at = base.findIndex((byte, n) => byte === 0xff && [0xc0, 0xc1, 0xc2].includes(base[n + 1] ?? 0))
  const copy = Buffer.from(base)
  copy.writeUInt16BE(height, at + 5)
  copy.writeUInt16BE(width, at + 7)
  return copy
}

// ---- PNG

function crc(bytes: Buffer): number {
  let value = ~0
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
  }
  return ~value >>> 0
}

function chunk(type: string, content: Buffer | string): Buffer {
  const named = Buffer.concat([text(type), typeof content === 'string' ? text(content) : content])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(named.length - 4)
  check.writeUInt32BE(crc(named))
  return Buffer.concat([length, named, check])
}

const bomb = deflateSync(Buffer.alloc(40_000_000, 'CANARY '))

const chunks: readonly (readonly [string, Buffer])[] = [
  ['a place in eXIf', chunk('eXIf', exif)],
  ['a page in tEXt', chunk('tEXt', `Comment\0${page}`)],
  ['a script in iTXt', chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${xmp}${page}`)],
  ['words in zTXt', Buffer.concat([chunk('zTXt', Buffer.concat([text('CANARY\0\0'), deflateSync('CANARY')]))])],
  ['40 MB in zTXt', chunk('zTXt', Buffer.concat([text('CANARY\0\0'), bomb]))],
  ['a colour profile', chunk('iCCP', Buffer.concat([text('CANARY\0\0'), deflateSync(profile)]))],
  ['a chunk of nobody', chunk('caNa', 'CANARY')],
  ['a virus in tEXt', chunk('tEXt', `CANARY\0${eicar}`)],
  ['a time', chunk('tIME', Buffer.from([7, 234, 11, 1, 12, 0, 0]))],
]

/** Inserts a chunk after IHDR, which must be the first. */
const intoPng = (base: Buffer, part: Buffer) => Buffer.concat([base.subarray(0, 33), part, base.subarray(33)])

/** A PNG with almost no data whose header declares a size. */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    text('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    chunk('IEND', ''),
  ])
}

// ---- all of them

const drawing = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#a0c0e0' } })
const noisy = () =>
  sharp({ create: { width: 96, height: 64, channels: 3, background: '#888', noise: { type: 'gaussian', sigma: 30, mean: 128 } } })

type Kind = 'jpeg' | 'png'

async function pictures(): Promise<(readonly [string, Kind, Buffer])[]> {
  return [
    ['a photo', 'jpeg', await noisy().jpeg().toBuffer()],
    ['a photo that comes in passes', 'jpeg', await noisy().jpeg({ progressive: true }).toBuffer()],
    ['a photo without colour', 'jpeg', await noisy().greyscale().jpeg().toBuffer()],
    ['a photo for print', 'jpeg', await noisy().toColourspace('cmyk').jpeg().toBuffer()],
    ['a picture', 'png', await noisy().png().toBuffer()],
    ['a picture that one sees through', 'png', await noisy().ensureAlpha(0.5).png().toBuffer()],
    ['a picture of few colours', 'png', await noisy().png({ palette: true }).toBuffer()],
    ['a picture that comes in passes', 'png', await noisy().toColourspace('rgb16').png({ progressive: true }).toBuffer()],
  ]
}

/** Pictures with hidden content, which must be removed. */
export async function withHidden(): Promise<HostileFile[]> {
  return (await pictures()).flatMap(([name, kind, base]) => [
    ...(kind === 'jpeg' ? segments : chunks).map(([what, part]) => ({
      name: `${name} with ${what}`,
      bytes: kind === 'jpeg' ? intoJpeg(base, part) : intoPng(base, part),
    })),
    ...tails.map(([what, tail]) => ({ name: `${name} with ${what} behind it`, bytes: Buffer.concat([base, text(tail)]) })),
  ])
}

/** Pictures that are truncated or damaged, or declare or have too many pixels. */
export async function damaged(): Promise<HostileFile[]> {
  const all = await pictures()
  const photo = all[0]![2]
  return [
    ...all.flatMap(([name, , base]) =>
      [0.1, 0.3, 0.5, 0.7, 0.95].map((part) => ({
        name: `${name}, ${part * 100} % of it`,
        bytes: Buffer.from(base.subarray(0, base.length * part)),
      })),
    ),
    ...[
      [65_535, 65_535],
      [100_000, 600],
      [2_147_483_647, 1],
      [10_000, 5_001],
    ].map(([width = 0, height = 0]) => ({ name: `a PNG that claims ${width} × ${height}`, bytes: pngOf(width, height) })),
    ...[
      [65_500, 65_500],
      [65_500, 800],
      [0, 0],
    ].map(([width = 0, height = 0]) => ({ name: `a JPEG that claims ${width} × ${height}`, bytes: jpegOf(photo, width, height) })),
    { name: 'a PNG of 0 × 0', bytes: pngOf(0, 0) },
    { name: 'a PNG of 56 megapixels', bytes: await drawing(8_000, 7_000).png({ compressionLevel: 9 }).toBuffer() },
    { name: 'a JPEG of 51 megapixels', bytes: await drawing(8_500, 6_000).jpeg().toBuffer() },
  ]
}

/** Files that are neither JPEG, PNG nor PDF, whatever their names say. */
export function others(): HostileFile[] {
  const photo = '\xff\xd8\xff\xe0\0\x10JFIF'
  const list: readonly (readonly [string, string])[] = [
    ['drawing.svg', `<svg xmlns="http://www.w3.org/2000/svg" onload="alert('CANARY')"/>`],
    ['drawing.jpg', `\xef\xbb\xbf<?xml version="1.0"?><svg><script>CANARY</script></svg>`],
    ['page.html.jpg', `<!doctype html>${page}`],
    ['page before a photo.jpg', page + photo],
    ['page before a PDF.pdf', page + pdfStart],
    ['line before a PDF.pdf', `\n${pdfStart}`],
    ['mark before a PDF.pdf', `\xef\xbb\xbf${pdfStart}`],
    ['form.pdf', `%FDF-1.2 CANARY`],
    ['print.ps', '%!PS-Adobe-3.0 CANARY'],
    ['a.gif', 'GIF89a CANARY'],
    ['script.gif', 'GIF89a=1;alert("CANARY")'],
    ['a.webp', 'RIFF\x24\0\0\0WEBPVP8 CANARY'],
    ['a.avif', '\0\0\0\x1cftypavif CANARY'],
    ['a.heic', '\0\0\0\x18ftypheic CANARY'],
    ['a.mp4', '\0\0\0\x18ftypisom CANARY'],
    ['intel.tif', 'II*\0 CANARY'],
    ['motorola.tif', 'MM\0* CANARY'],
    ['a.bmp', 'BM CANARY'],
    ['a.ico', '\0\0\x01\0\x01\0 CANARY'],
    ['a.jp2', '\0\0\0\x0cjP  \r\n\x87\n CANARY'],
    ['a.jxl', '\xff\x0a CANARY'],
    ['a.psd', '8BPS CANARY'],
    ['a.docx', 'PK\x03\x04 CANARY'],
    ['a.rar', 'Rar!\x1a\x07 CANARY'],
    ['a.7z', '7z\xbc\xaf\x27\x1c CANARY'],
    ['a.gz', '\x1f\x8b CANARY'],
    ['a.doc', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 CANARY'],
    ['a.rtf', '{\\rtf1 CANARY'],
    ['a.exe', 'MZ\x90\0 CANARY'],
    ['exe before a photo.jpg', `MZ\x90\0${photo}`],
    ['a.so', '\x7fELF CANARY'],
    ['a.class', '\xca\xfe\xba\xbe CANARY'],
    ['a.lnk', 'L\0\0\0\x01\x14\x02\0 CANARY'],
    ['a.swf', 'CWS CANARY'],
    ['a.sh', '#!/bin/sh\necho CANARY'],
    ['eicar.com', eicar],
    ['eicar.jpg', `${eicar}${photo}`],
    ['sent as text.png', '\x09PNG\r\n\x1a\n CANARY'],
    ['line ends changed.png', '\x89PNG\n\x1a\n CANARY'],
    ['half a mark.jpg', '\xff\xd8\0 CANARY'],
    ['nothing.pdf', ''],
    ['zeros.jpg', '\0'.repeat(512)],
  ]
  return list.map(([name, words]) => ({ name, bytes: text(words) }))
}

/** PDFs with active content, or that are also valid as another type of file. */
export function pdfs(): HostileFile[] {
  const bodies: readonly (readonly [string, string])[] = [
    ['a script', '/OpenAction<</S/JavaScript/JS(app.alert\\("CANARY"\\))>>'],
    ['a program to start', '/OpenAction<</S/Launch/F(cmd.exe)>>'],
    ['an address to open', '/OpenAction<</S/URI/URI(https://evil.example/CANARY)>>'],
    ['a form to send', '/AcroForm<</XFA(CANARY)>>'],
    ['a file inside', '/Names<</EmbeddedFiles<</Names[(CANARY.exe) 2 0 R]>>>>'],
    ['a page inside', page],
    ['an archive behind it', '>>endobj\nPK\x03\x04 CANARY'],
    ['a virus inside', eicar],
    ['no end', ''],
  ]
  return bodies.map(([name, body]) => ({ name: `a PDF with ${name}`, bytes: text(pdfStart + body) }))
}
