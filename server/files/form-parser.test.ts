import { expect, test } from 'vitest'
import bodyLimits from '#server/platform/body-limits.json'
import { formParser } from './form-parser.ts'
import { maxFormBytes, purposes } from './schema.ts'

const type = 'multipart/form-data; boundary=b'
const part = (about: string, content: string) => `--b\r\ncontent-disposition: form-data; ${about}\r\n\r\n${content}\r\n`
const end = '--b--\r\n'
const file = (name: string, content: string) => part(`name="proof"; filename="${name}"\r\ncontent-type: text/plain`, content)

/** What comes of a body that arrives in pieces of this many bytes. */
async function parsed(body: string | Buffer, pieceBytes = 7, contentType = type) {
  const parser = formParser(contentType, 'release_proof')
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  for (let at = 0; at < bytes.length; at += pieceBytes) await parser.write(bytes.subarray(at, at + pieceBytes))
  await parser.end()
  const form = parser.form()
  return form && { text: Object.fromEntries(form.text), files: form.files.map(({ name, bytes: content }) => [name, content.length]) }
}

const whole = part('name="note"', 'parcel\r\nis there') + file('签收单.pdf', '%PDF-1.7') + file('', '') + end

test.each([1, 2, 7, 64, 4096])(
  'a form that arrives in pieces of %i bytes is the same: a note, one file, and an empty field of files',
  async (bytes) => {
    expect(await parsed(whole, bytes)).toEqual({ text: { note: 'parcel\r\nis there' }, files: [['签收单.pdf', 8]] })
  },
)

test('a form that is cut off anywhere is none, and always comes to an end', async () => {
  const bytes = Buffer.from(whole)
  const closed = bytes.indexOf('--b--') + 5
  for (let length = 0; length < bytes.length; length++)
    expect([length, (await parsed(bytes.subarray(0, length), 11)) !== null]).toEqual([length, length >= closed])
})

test.each([
  ['another type', whole, 'application/x-www-form-urlencoded'],
  ['no type', whole, ''],
  ['no boundary', whole, 'multipart/form-data'],
  ['another boundary', whole, 'multipart/form-data; boundary=c'],
  ['nothing', '', type],
  ['zeros', Buffer.alloc(5000), type],
  ['the line of a boundary, again and again', '--b\r\n'.repeat(5000), type],
])('%s: no form', async (_, body, contentType) => {
  expect(await parsed(body, 512, contentType)).toBeNull()
})

test.each<[string, string]>([
  ['a part without a name', `--b\r\n\r\nx\r\n${whole}`],
  ['a part that is no form’s', `--b\r\ncontent-disposition: attachment\r\n\r\nx\r\n${whole}`],
  ['a header that never ends', `--b\r\nx: ${'x'.repeat(100_000)}\r\n${whole}`],
  ['ten thousand headers', `--b\r\n${'x: y\r\n'.repeat(10_000)}\r\n\r\nx\r\n${whole}`],
  ['text behind the end', `${whole}${'x'.repeat(5000)}`],
  ['text before the beginning', `${'x'.repeat(5000)}\r\n${whole}`],
])('%s does not keep the rest from being read', async (_, body) => {
  expect(await parsed(body, 512)).toEqual({ text: { note: 'parcel\r\nis there' }, files: [['签收单.pdf', 8]] })
})

test('names of a form can’t be those of an object', async () => {
  const parser = formParser(type, 'release_proof')
  await parser.write(Buffer.from(part('name="__proto__"', 'x') + part('name="constructor"', 'y') + end))
  await parser.end()
  expect([...(parser.form()?.text ?? [])]).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
})

test('of 40 files 4 come through, one more than is allowed; of 10 MB and 5 bytes 10 MB and 1; of 20 KB of text 16', async () => {
  expect((await parsed(file('a', 'x').repeat(40) + end))?.files).toHaveLength(4)
  const { maxBytes } = purposes.release_proof
  expect((await parsed(file('a', 'x'.repeat(maxBytes + 5)) + end, 65_536))?.files).toEqual([['a', maxBytes + 1]])
  expect((await parsed(part('name="note"', 'x'.repeat(20_000)) + end, 1000))?.text.note).toHaveLength(16_384)
  expect((await parsed(part('name="n"', 'x').repeat(1000) + end, 1000))?.text).toEqual({ n: 'x' })
})

test('files that are dropped are forgotten, as are those that follow; text is read to the end', async () => {
  const parser = formParser(type, 'release_proof')
  await parser.write(Buffer.from(file('a', 'x'.repeat(100)).slice(0, -50)))
  parser.dropFiles()
  await parser.write(Buffer.from('x'.repeat(50) + '\r\n' + file('b', 'y') + part('name="note"', 'left at the gate') + end))
  await parser.end()
  expect([parser.form(), parser.text.get('note')]).toEqual([null, 'left at the gate'])
})

test('the server lets bodies through that a form may have: 3 files of 10 MB and 64 KB are 31,522,816 bytes', () => {
  expect(maxFormBytes('release_proof')).toBe(31_522_816)
  expect(bodyLimits['/api/release-requests']).toBe(maxFormBytes('release_proof'))
})
