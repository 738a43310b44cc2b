// The one way in which a request's body is read into memory: counted as it is received, never as it was announced, so that
// slow or chunked bodies take no room that they don't use.

/** Why a body was not read to its end. */
export type BodyFault = 'too_large' | 'too_slow' | 'incomplete' | 'no_room'

export class BodyRefused extends Error {
  constructor(readonly fault: BodyFault) {
    super(fault)
    this.name = 'BodyRefused'
  }
}

export type BodyLimits = {
  readonly maxBytes: number
  /** Milliseconds for the whole body to arrive. */
  readonly timeoutMs?: number
}

/** Received bytes that this process holds at once, over all requests. JSON takes about five times that once it is parsed. */
export const maxHeldBytes = 64 * 1024 * 1024
export const maxHeldBodies = 2048
const defaultTimeoutMs = 30_000

/**
 * A client that is still sending hears an answer only if its body is read: a socket closed with unread bytes is reset. So what
 * is left of a refused body is read and thrown away, up to this much.
 */
const maxDiscardedBytes = 64 * 1024 * 1024
const discardTimeoutMs = 20_000

let [heldBytes, heldBodies] = [0, 0]

/** How much of received bodies this process holds now. @internal */
export const held = () => ({ bytes: heldBytes, bodies: heldBodies })

/**
 * Reads a request's raw bytes, whether their length was announced or not.
 * @returns the bytes, and `release`, to be called once when they are no longer needed
 * @throws BodyRefused; then the rest of the body is read and thrown away beside the answer
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<{ bytes: Uint8Array; release: () => void }> {
  const room = takeRoom()
  try {
    return { bytes: request.body ? await collect(request, room, limits) : new Uint8Array(), release: room.release }
  } catch (error) {
    room.release()
    throw error
  }
}

/** Reads a body that nobody wants and throws it away, so that its sender hears the answer. */
export function discardBody(request: Request): void {
  if (request.body) void discardRest(request.body.getReader())
}

type Room = { readonly add: (bytes: number) => void; readonly release: () => void }

function takeRoom(): Room {
  let mine = 0
  heldBodies++
  return {
    add(bytes) {
      mine += bytes
      heldBytes += bytes
    },
    release() {
      heldBytes -= mine
      heldBodies--
    },
  }
}

async function collect(request: Request, room: Room, limits: BodyLimits): Promise<Uint8Array> {
  const { maxBytes, timeoutMs = defaultTimeoutMs } = limits
  const reader = (request.body as ReadableStream<Uint8Array>).getReader()
  const refuse = (fault: BodyFault) => {
    void discardRest(reader)
    return new BodyRefused(fault)
  }
  if (heldBodies > maxHeldBodies) throw refuse('no_room')
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw refuse('too_large')
  let refused: BodyRefused | undefined
  const receive = async () => {
    const chunks: Uint8Array[] = []
    let total = 0
    for (let next = await read(reader); !next.done && !refused; next = await read(reader)) {
      total += next.value.length
      if (total > maxBytes) throw refuse('too_large')
      if (heldBytes + next.value.length > maxHeldBytes) throw refuse('no_room')
      room.add(next.value.length)
      chunks.push(next.value)
    }
    return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject((refused = refuse('too_slow'))), timeoutMs)
    receive()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })
}

/** @throws BodyRefused incomplete: the client went away, or broke the form of its transfer */
function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  return reader.read().catch(() => {
    throw new BodyRefused('incomplete')
  })
}

async function discardRest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const cancel = () => void reader.cancel().catch(() => {})
  const timer = setTimeout(cancel, discardTimeoutMs)
  timer.unref()
  try {
    let left = maxDiscardedBytes
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      left -= next.value.length
      if (left < 0) return cancel()
    }
  } catch {
    // the client is gone
  } finally {
    clearTimeout(timer)
  }
}
