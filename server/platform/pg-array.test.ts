import { expect, test } from 'vitest'
import { plainArray, textArray } from './pg-array.ts'

test('an identifier that reads null is quoted, a value that is null is not', () => {
  expect(plainArray(['a', 'null', 'NULL', 'nUlL', 'null-1', null, 7, 8n])).toBe('{a,"null","NULL","nUlL",null-1,NULL,7,8}')
  expect(textArray(['null', null, 'a"b\\c'])).toBe('{"null",NULL,"a\\"b\\\\c"}')
})
