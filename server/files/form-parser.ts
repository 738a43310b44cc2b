import { Busboy } from '@fastify/busboy'
import { type Purpose, purposes } from './schema.ts'

/** A file as it was received. Its name is the sender's claim: it is shown to them again, and kept nowhere. */
export type ReceivedFile = { readonly name: string; readonly bytes: Buffer<ArrayBuffer> }

/** Text by the names of the form's fields, and the files that have any bytes. */
export type ReceivedForm = { readonly text: ReadonlyMap<string, string>; readonly files: readonly ReceivedFile[] }

export type FormParser = {
  /** Takes the next piece of the body; done when the parser is ready for another. */
  readonly write: (piece: Uint8Array) => Promise<void>
  /** The body is at its end. */
  readonly end: () => Promise<void>
  /** Forgets the files, and those that follow: their room is for others. The text stays. */
  readonly dropFiles: () => void
  /** Text of the fields that have arrived. */
  readonly text: ReadonlyMap<string, string>
  /** What was received, put together; null where it is no whole form, or its files were dropped. */
  readonly form: () => ReceivedForm | null
}

/** More than any field of text has: who sends more gets a text that is too long for it. */
const fieldSize = 16 * 1024

/**
 * Parses a multipart form (RFC 7578) while it is received.
 * @param contentType of the request, with its boundary
 * @param purpose says how many files are kept and how large: one more of each comes through, to be answered with the reason
 */
export function formParser(contentType: string, purpose: Purpose): FormParser {
  const { maxFiles, maxBytes } = purposes[purpose]
  const limits = { fields: 10, fieldSize, files: maxFiles + 1, fileSize: maxBytes + 1, parts: 30, headerPairs: 20, headerSize: 8 * 1024 }
  const parser = open(contentType, limits)
  const text = new Map<string, string>()
  let files: { name: string; pieces: Uint8Array[] }[] = []
  let [isWhole, isDropped] = [false, false]
  let isOpen = parser !== null
  const ended = new Promise<void>((done) => {
    const close = () => {
      isOpen = false
      done()
    }
    if (parser === null) return close()
    parser.on('field', (name, value) => isOpen && text.set(name, value))
    parser.on('file', (_, stream, name) => {
      const file = { name, pieces: [] as Uint8Array[] }
      if (!isDropped) files.push(file)
      stream.on('data', (piece: Uint8Array) => !isDropped && file.pieces.push(piece))
      stream.on('error', close) // of a file that ends early; without a listener it would end the process
    })
    parser.on('error', close)
    parser.on('finish', () => {
      isWhole = isOpen
      close()
    })
  })
  return {
    write: async (piece) => {
      if (isOpen) await Promise.race([new Promise<void>((done) => parser?.write(piece, () => done())), ended])
    },
    end: async () => {
      if (!isOpen) return
      parser?.end()
      await ended
    },
    dropFiles: () => {
      isDropped = true
      files = []
    },
    text,
    form: () => (isWhole && !isDropped ? { text, files: files.map(whole).filter(({ bytes }) => bytes.length > 0) } : null),
  }
}

function open(contentType: string, limits: Record<string, number>) {
  try {
    return /^multipart\/form-data\s*;/i.test(contentType) ? new Busboy({ headers: { 'content-type': contentType }, limits }) : null
  } catch {
    return null // no boundary
  }
}

const whole = ({ name, pieces }: { name: string; pieces: Uint8Array[] }): ReceivedFile => ({ name, bytes: Buffer.concat(pieces) })
