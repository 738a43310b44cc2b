import { describe, expect, test } from 'vitest'
import { messagesOf } from '#server/messages/messages.ts'
import { locales } from '../../../_ui/locale.ts'
import { findQuestions, questions } from './questions.ts'

describe('the search of the help', () => {
  test.each([
    ['part of a Chinese word', '放', 'zh-CN', 'release'],
    ['two Chinese words', '手续费 美元', 'zh-CN', 'cost'],
    ['Taiwan’s own word', '手續費', 'zh-TW', 'cost'],
    ['upper case', 'FROZEN', 'en', 'frozen'],
    ['full-width letters', 'ＵＳＤ', 'en', 'balance'],
    ['Chinese on an English page', '冻结', 'en', 'frozen'],
  ] as const)('finds by %s', (_, query, locale, question) => {
    expect(findQuestions(query, locale)).toContain(question)
  })

  test('every word must be there, and what is nowhere finds nothing', () => {
    expect(findQuestions('免费 买家', 'zh-CN')).toEqual([])
    expect(findQuestions('plesiosaur', 'en')).toEqual([])
  })

  test('nothing typed is everything, in order', () => {
    expect(findQuestions('  ', 'zh-TW')).toEqual(questions)
  })

  test('what the reader’s own language has comes before what only another one has', () => {
    const found = findQuestions('usd', 'zh-CN')
    expect(found.length).toBeGreaterThan(0)
  })
})

test.each(locales)('%s: every question is listed, and none without an answer', (locale) => {
  expect(Object.keys(messagesOf(locale).help.questions).toSorted()).toEqual(questions.toSorted())
})
