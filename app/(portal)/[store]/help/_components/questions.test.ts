import { describe, expect, test } from 'vitest'
import { messagesOf } from '#server/messages/messages.ts'
import { locales } from '../../../../_ui/locale.ts'
import { answersIn, findQuestions, questions, withFigures } from './questions.ts'

const figures = {
  protectionDays: 16,
  earlyRelease: { firstDays: 2, lastDays: 6, leastShare: 350, mostShare: 475, marginDays: 61 },
  closedReleaseDays: 181,
  domestic: { fee: '0.00', alipayMost: '50001.00', bankMost: '4999998.00' },
  wire: { fee: '16.00', least: '51.00' },
  exchange: { share: 31, feeLeast: '9.00' },
}

describe('the search of the help', () => {
  test.each([
    ['part of a Chinese word', '放', 'zh-CN', 'release'],
    ['two Chinese words', '手续费 美元', 'zh-CN', 'cost'],
    ['Taiwan’s own word', '手續費', 'zh-TW', 'cost'],
    ['upper case', 'FROZEN', 'en', 'frozen'],
    ['full-width letters', 'ＵＳＤ', 'en', 'balance'],
    ['Chinese on an English page', '冻结', 'en', 'frozen'],
    ['a figure in force', '0.31%', 'zh-CN', 'cost'],
  ] as const)('finds by %s', (_, query, locale, question) => {
    expect(findQuestions(query, locale, figures)).toContain(question)
  })

  test('every word must be there, and what is nowhere finds nothing', () => {
    expect(findQuestions('免费 买家', 'zh-CN', figures)).toEqual([])
    expect(findQuestions('plesiosaur', 'en', figures)).toEqual([])
  })

  test('nothing typed is everything, in order', () => {
    expect(findQuestions('  ', 'zh-TW', figures)).toEqual(questions)
  })

  test('what the reader’s own language has comes before what only another one has', () => {
    const found = findQuestions('usd', 'zh-CN', figures)
    expect(found.length).toBeGreaterThan(0)
  })
})

test.each(locales)('%s: every question is listed, and none without an answer', (locale) => {
  expect(Object.keys(messagesOf(locale).help.questions).toSorted()).toEqual(questions.toSorted())
})

test.each(locales)('%s: exactly the answers that name figures are made with them', (locale) => {
  const named = questions.filter((question) => messagesOf(locale).help.questions[question].answer.includes('{'))
  expect(named.toSorted()).toEqual([...withFigures].toSorted())
})

describe.each(locales)('%s: times and cost are the policies’, none is written into the sentence', (locale) => {
  test.each([
    ['cost', ['$16.00', '$51.00', '0.31%', '$9.00', '¥50,001.00', '¥4,999,998.00']],
    ['release', ['16', '2', '6', '3.5%', '4.75%', '61', '181']],
  ] as const)('%s', (question, words) => {
    const answer = answersIn(locale, figures)(question)
    for (const word of words) expect(answer).toContain(word)
    const others = (text: string) => text.match(/\d[\d.,]*%?/g) ?? []
    const bare = new Set<string>(words.map((word) => word.replace(/[$¥]/, '')))
    expect(others(answer).filter((figure) => !bare.has(figure.replace(/[.,]$/, '')))).toEqual([])
  })

  test('a fee on domestic withdrawals is told once there is one', () => {
    const charged = answersIn(locale, { ...figures, domestic: { ...figures.domestic, fee: '2.50' } })('cost')
    expect(charged).toContain('¥2.50')
    expect(answersIn(locale, figures)('cost')).not.toContain('¥0.00')
  })
})
