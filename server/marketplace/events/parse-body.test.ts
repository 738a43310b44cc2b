import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiProblem } from '../errors.ts'
import { maxDepth, parseBody } from './parse-body.ts'

const of = (text: string) => parseBody(Buffer.from(text))

function refusal(bytes: Uint8Array | string): unknown {
  try {
    parseBody(Buffer.from(bytes as string))
  } catch (error) {
    if (error instanceof ApiProblem) return [error.code, ...(error.more.errors ?? []).map((fault) => `${fault.pointer} ${fault.code}`)]
    throw error
  }
  return undefined
}

const nested = (levels: number) => `{"events":[${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}]}`

test('1 to 1,000 values of any type are accepted as events', () => {
  expect(of('{"events":[1,null,{"a":[]}]}').events).toEqual([1, null, { a: [] }])
  expect(of(`{"events":[${Array.from({ length: 1000 }, () => '0').join()}]}`).events).toHaveLength(1000)
})

describe('the whole body is refused', () => {
  test.each([
    ['no JSON', '{"events":[}', ['malformed_json']],
    ['nothing', '', ['malformed_json']],
    ['two texts', '{"events":[1]}{}', ['malformed_json']],
    ['a comment', '{"events":[1]/**/}', ['malformed_json']],
    ['single quotes', "{'events':[1]}", ['malformed_json']],
    ['NaN', '{"events":[NaN]}', ['malformed_json']],
    ['a raw control character in a string', '{"events":["\u0001"]}', ['malformed_json']],
    ['an array', '[]', ['invalid_request', ' wrong_type']],
    ['null', 'null', ['invalid_request', ' wrong_type']],
    ['a string', '"events"', ['invalid_request', ' wrong_type']],
    ['no events', '{}', ['invalid_request', '/events missing_field']],
    ['events that are no array', '{"events":{"0":1}}', ['invalid_request', '/events wrong_type']],
    ['an empty array', '{"events":[]}', ['invalid_request', '/events event_count']],
    ['1,001 events', `{"events":[${Array.from({ length: 1001 }, () => '0').join()}]}`, ['invalid_request', '/events event_count']],
    ['a field beside events', '{"events":[1],"a/b":1}', ['invalid_request', '/a~1b unknown_field']],
    ['__proto__ beside events', '{"events":[1],"__proto__":{}}', ['invalid_request', '/__proto__ unknown_field']],
    ['events twice', '{"events":[1],"events":[1]}', ['invalid_request', '/events duplicate_key']],
    ['nesting of 33', nested(33), ['too_deep']],
    ['nesting of a million', `{"events":[${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}]}`, ['too_deep']],
    ['deep nesting that never closes', '{"a":'.repeat(100_000), ['too_deep']],
    ['deep nesting that an equal key hides', `{"events":[1],"a":${'['.repeat(40)}${']'.repeat(40)},"a":1}`, ['too_deep']],
  ])('%s', (_what, text, expected) => {
    expect(refusal(text)).toEqual(expected)
  })

  test.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate in UTF-8', [0xed, 0xa0, 0x80]],
    ['a cut character', [0xe4, 0xbd]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['GB 18030', [0xc9, 0xee, 0xdb, 0xda]],
  ])('%s is not UTF-8', (_what, bytes) => {
    const body = Buffer.concat([Buffer.from('{"events":["'), Buffer.from(bytes), Buffer.from('"]}')])
    expect(refusal(body)).toEqual(['invalid_utf8'])
  })

  test('UTF-16, with or without a byte-order mark, is refused', () => {
    expect(refusal(Buffer.from('\ufeff{"events":[1]}', 'utf16le'))).toEqual(['invalid_utf8'])
    expect(refusal(Buffer.from('{"events":[1]}', 'utf16le'))).toEqual(['malformed_json'])
  })
})

test('a leading byte-order mark is skipped; a second one or one within the text is refused', () => {
  expect(of('\ufeff{"events":[1]}').events).toEqual([1])
  expect(refusal('\ufeff\ufeff{"events":[1]}')).toEqual(['malformed_json'])
  expect(refusal('{\ufeff"events":[1]}')).toEqual(['malformed_json'])
  expect(refusal(Buffer.from([0xef, 0xbb]))).toEqual(['invalid_utf8'])
})

test('a nesting of 32 levels is accepted', () => {
  expect(of(nested(maxDepth)).events).toHaveLength(1)
  expect(of(`{"events":["${'['.repeat(100)}","\\"${'{'.repeat(100)}\\""]}`).events).toHaveLength(2)
})

test('a duplicate key is attributed to its event', () => {
  const { duplicates } = of('{"events":[{"a":1},{"a":1,"b":{"c":1,"c":2}},{"id":1,"id":2}]}')
  expect([...duplicates]).toEqual([
    [1, ['/b/c']],
    [2, ['/id']],
  ])
})

test('for any output of JSON.stringify the result is that of JSON.parse, without duplicates', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 6 }), { minLength: 1 }), (events) => {
      const body = of(JSON.stringify({ events }))
      expect(body.events).toEqual(JSON.parse(JSON.stringify(events)))
      expect(body.duplicates.size).toBe(0)
    }),
  )
})

test('any bytes give events or a problem', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void refusal(bytes)))
})
