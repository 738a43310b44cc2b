import { isUtf8 } from 'node:buffer'
import { duplicateKeys } from './duplicate-keys.ts'
import { pointerTo, Refused } from '../errors.ts'
import { maxEvents } from '../schema.ts'

/** Nesting that a body may have; an event of the contract needs seven levels. */
export const maxDepth = 32

export type Body = {
  readonly events: readonly unknown[]
  /** Pointers, within its event, to keys that stand twice in one object; by the event's place. Empty in any honest body. */
  readonly duplicates: ReadonlyMap<number, readonly string[]>
}

/**
 * Takes the raw bytes of POST /events apart, without judging any event.
 * @throws Refused invalid_utf8, too_deep, malformed_json (400), invalid_request (422)
 */
export function parseBody(bytes: Uint8Array): Body {
  if (!isUtf8(bytes)) throw new Refused('invalid_utf8', 'The body holds bytes that are not UTF-8.')
  const { depth, keys } = measure(bytes)
  if (depth > maxDepth) throw new Refused('too_deep', `The body is nested ${depth} levels deep; ${maxDepth} are allowed.`)
  // A byte-order mark may stand before the text (RFC 8259, section 8.1); JSON.parse would refuse it.
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + mark, bytes.byteLength - mark).toString()
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
    throw new Refused('malformed_json', 'The body is not a JSON text (RFC 8259).')
  }
}

function eventsOf(json: unknown): readonly unknown[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Refused('invalid_request', 'The body is an object with the field `events`.', {
      errors: [{ pointer: '', code: 'wrong_type' }],
    })
  const errors = Object.keys(json)
    .filter((key) => key !== 'events')
    .slice(0, 20)
    .map((key) => ({ pointer: pointerTo([key]), code: 'unknown_field' as const }))
  if (errors.length > 0) throw new Refused('invalid_request', 'No field stands beside `events`.', { errors })
  const { events } = json as { events?: unknown }
  if (!Array.isArray(events)) {
    const code = events === undefined ? 'missing_field' : 'wrong_type'
    throw new Refused('invalid_request', '`events` is an array.', { errors: [{ pointer: '/events', code }] })
  }
  if (events.length < 1 || events.length > maxEvents)
    throw new Refused('invalid_request', `A call carries 1 to ${maxEvents} events; here are ${events.length}.`, {
      errors: [{ pointer: '/events', code: 'event_count' }],
    })
  return events
}

const [quote, backslash, colon, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d]

/** The deepest nesting and the number of keys of a JSON text. Of a text that is no JSON, anything: parsing refuses it. */
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

/** No deeper than `maxDepth`, which the text was measured for. */
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
    if (!match) throw new Refused('invalid_request', 'A key stands twice in the body.', { errors: [{ pointer, code: 'duplicate_key' }] })
    const place = Number(match[1])
    found.set(place, [...(found.get(place) ?? []), match[2] as string].slice(0, 20))
  }
  return found
}
