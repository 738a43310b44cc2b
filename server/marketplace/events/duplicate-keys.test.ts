import { expect, test } from 'vitest'
import { duplicateKeys } from './duplicate-keys.ts'

test.each([
  ['{"a":1,"a":2}', ['/a']],
  ['{"a":1,"\\u0061":2}', ['/a']],
  ['{"a" \n\t :1 , "a"                                                                  :2}', ['/a']],
  ['{"x":{"a":{"b":1,"b":2}},"a":[{"b":1},{"b":1,"c":2,"b":3}]}', ['/x/a/b', '/a/1/b']],
  ['{"a/b":1,"a/b":2,"~":[],"~":[]}', ['/a~1b', '/~0']],
  ['{"a":"a","b":"\\"a\\":","c":["a","a"],"d":{"a":1}}', []],
  ['{"a":1,"a":2,"a":3}', ['/a', '/a']],
  ['{"":1,"":2,"__proto__":1,"__proto__":2}', ['/', '/__proto__']],
  ['[]', []],
  ['"a"', []],
])('%s', (text, pointers) => {
  expect(() => JSON.parse(text)).not.toThrow()
  expect(duplicateKeys(text)).toEqual(pointers)
})
