import { Refused } from '../errors.ts'
import { takeRoom } from './limit.ts'

/** Marketplace contract. */
export const maxBody = 4 * 1024 * 1024

/** Milliseconds for a body to arrive; a caller that drips holds no room for longer. */
const patience = 30_000

export type RawBody = { readonly bytes: Uint8Array; readonly giveBack: () => void }

/**
 * Reads the raw bytes, as they were signed.
 * @returns the bytes, and what gives back the room they take in memory, to be called once
 * @throws Refused too_large (before the rest is read), unavailable (no room), body_timeout
 */
export async function readBody(request: Request, limit = patience): Promise<RawBody> {
  const announced = Number(request.headers.get('content-length') ?? maxBody)
  if (announced > maxBody) throw tooLarge()
  const giveBack = takeRoom(announced)
  try {
    return { bytes: request.body ? await collect(request.body.getReader(), limit) : new Uint8Array(), giveBack }
  } catch (error) {
    giveBack()
    throw error
  }
}

async function collect(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let total = 0
  let late = false
  const timer = setTimeout(() => {
    late = true
    reader.cancel().catch(() => {})
  }, limit)
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      total += next.value.length
      if (total > maxBody) {
        reader.cancel().catch(() => {})
        throw tooLarge()
      }
      chunks.push(next.value)
    }
  } finally {
    clearTimeout(timer)
  }
  if (late) throw new Refused('body_timeout', `The body did not arrive within ${limit / 1000} seconds.`)
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)
}

const tooLarge = () => new Refused('too_large', `A body has at most ${maxBody} bytes (4 MiB). Send fewer events a call.`)
