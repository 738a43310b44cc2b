import { isUtf8 } from 'node:buffer'
import { duplicateKeys } from './duplicate-keys.ts'
import { pointerTo, ApiProblem } from '../errors.ts'
import { maxEvents } from '../schema.ts'

/** Deepest nesting of a body; a valid event needs seven levels. */
export const maxDepth = 32

export type Body = {
  readonly events: readonly unknown[]
  /** Pointers, within its event, to duplicate keys of one object; by the event's index. Usually empty. */
  readonly duplicates: ReadonlyMap<number, readonly string[]>
}

/**
 * Parses the raw bytes of POST /events, without validating any event.
 * @throws ApiProblem invalid_utf8, too_deep, malformed_json (400), invalid_request (422)
 */
export function parseBody(bytes: Uint8Array): Body {
  if (!isUtf8(bytes)) throw new ApiProblem('invalid_utf8', 'The body has bytes that are not UTF-8.')
  const { depth, keys } = measure(bytes)
  if (depth > maxDepth) throw new ApiProblem('too_deep', `The body is nested ${depth} levels deep; at most ${maxDepth} are allowed.`)
  // A byte-order mark is skipped (RFC 8259, section 8.1); JSON.parse would refuse it.
  const markBytes = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + markBytes, bytes.byteLength - markBytes).toString()
  const json = parse(text)
  const events = eventsOf(json)
  // JSON.parse keeps the last of two equal keys and says nothing: fewer keys came out than the text has colons.
  const duplicates = countKeys(json) === keys ? none : byEvent(duplicateKeys(text))
  return { events, duplicates }
}

const none: ReadonlyMap<number, readonly string[]> = new Map()

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // V8's message quotes the body.
    throw new ApiProblem('malformed_json', 'The body is not a JSON text (RFC 8259).')
  }
}

function eventsOf(json: unknown): readonly unknown[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new ApiProblem('invalid_request', 'The body must be an object with the field `events`.', {
      errors: [{ pointer: '', code: 'wrong_type' }],
    })
  const errors = Object.keys(json)
    .filter((key) => key !== 'events')
    .slice(0, 20)
    .map((key) => ({ pointer: pointerTo([key]), code: 'unknown_field' as const }))
  if (errors.length > 0) throw new ApiProblem('invalid_request', 'The body must have no field but `events`.', { errors })
  const { events } = json as { events?: unknown }
  if (!Array.isArray(events)) {
    const code = events === undefined ? 'missing_field' : 'wrong_type'
    throw new ApiProblem('invalid_request', '`events` must be an array.', { errors: [{ pointer: '/events', code }] })
  }
  if (events.length < 1 || events.length > maxEvents)
    throw new ApiProblem('invalid_request', `Send 1 to ${maxEvents} events a request; this one has ${events.length}.`, {
      errors: [{ pointer: '/events', code: 'event_count' }],
    })
  return events
}

const [quote, backslash, colon, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d]

/** The deepest nesting and the number of keys of a JSON text. For invalid JSON the result means nothing: parsing refuses it. */
function measure(bytes: Uint8Array): { depth: number; keys: number } {
  let [keys, depth, deepest] = [0, 0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      for (at++; at < bytes.length; at++) {
        const inside = bytes[at]
        if (inside === backslash) at++
        else if (inside === quote) break
      }
    } else if (byte === colon) keys++
    else if (byte === openBrace || byte === openBracket) {
      if (++depth > deepest) deepest = depth
    } else if (byte === closeBrace || byte === closeBracket) depth--
  }
  return { depth: deepest, keys }
}

/** Recursive: the depth was measured before, so it is at most `maxDepth`. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let keys = 0
  if (Array.isArray(value)) {
    for (const item of value) keys += countKeys(item)
    return keys
  }
  for (const key in value) keys += 1 + countKeys((value as Record<string, unknown>)[key])
  return keys
}

function byEvent(pointers: readonly string[]): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const pointer of pointers) {
    const match = /^\/events\/([0-9]+)(\/.*)$/s.exec(pointer)
    if (!match) throw new ApiProblem('invalid_request', 'The body has a key twice.', { errors: [{ pointer, code: 'duplicate_key' }] })
    const index = Number(match[1])
    found.set(index, [...(found.get(index) ?? []), match[2] as string].slice(0, 20))
  }
  return found
}
