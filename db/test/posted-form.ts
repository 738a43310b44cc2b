import { setImmediate } from 'node:timers/promises'

/** A file in a form that a test posts. It begins with `start` and is filled with the letter x up to `size` bytes. */
export type PostedFile = {
  readonly name: string
  readonly type: string
  readonly start: string
  readonly size: number
}

export const pdf: PostedFile = { name: 'slip.pdf', type: 'application/pdf', start: '%PDF-1.7', size: 100 }
/** A form of the maximum size. */
export const full: PostedForm = { files: [1, 2, 3].map((n) => ({ ...pdf, name: `${n}.pdf`, size: 10 * 1024 * 1024 })) }

export type PostedForm = { files?: readonly PostedFile[]; note?: string; noteLast?: boolean }
const filler = Buffer.alloc(65_536, 'x')

/** A multipart form as a browser posts it. The body is generated while it is read; `count.read` is the number of bytes read. */
export function posted({ files = [pdf], note = '', noteLast = false }: PostedForm = {}) {
  const part = (about: string, start: string) => `--b\r\ncontent-disposition: form-data; ${about}\r\n\r\n${start}`
  const parts = [
    { text: part('name="note"', note), fill: 0 },
    ...files.map(({ name, type, start, size }) => ({
      text: part(`name="proof"; filename="${name}"\r\ncontent-type: ${type}`, start),
      fill: size - start.length,
    })),
  ].map(({ text, fill }) => ({ text: `\r\n${text}`, fill }))
  const pieces = [...(noteLast ? parts.toReversed() : parts), { text: '\r\n--b--\r\n', fill: 0 }].map(({ text, fill }) => ({
    text: Buffer.from(text),
    fill,
  }))
  const length = pieces.reduce((sum, { text, fill }) => sum + text.length + fill, 0)
  async function* bytes() {
    for (const { text, fill } of pieces) {
      yield text
      for (let left = fill; left > 0; left -= filler.length) {
        await setImmediate() // asynchronous, as from a socket
        yield Buffer.from(filler.subarray(0, left))
      }
    }
  }
  const source = bytes()
  const count = { read: 0, length }
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(to) {
        const { done, value } = await source.next()
        if (done) return to.close()
        count.read += value.length
        to.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
  return { body, count }
}
