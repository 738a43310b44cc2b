import { expect, test } from 'vitest'
import { termsHash, termsVersion } from './terms.ts'

/** Changing a word here means: is it another agreement? Then the version changes too; else only the hashes do. */
const known: Record<string, Record<string, string>> = {
  '2026-11': { 'zh-CN': '1f9a9d406d4aea2d', 'zh-TW': '0ecedc86c986fbe7', en: 'c222d6880237ebc6' },
}

test('each language has words of its own, and the words of a version do not change unnoticed', () => {
  const hashes = {
    'zh-CN': termsHash('zh-CN').toString('hex').slice(0, 16),
    'zh-TW': termsHash('zh-TW').toString('hex').slice(0, 16),
    en: termsHash('en').toString('hex').slice(0, 16),
  }
  expect(new Set(Object.values(hashes)).size).toBe(3)
  expect({ [termsVersion]: hashes }).toEqual(known)
})
