import { createTranslator } from 'next-intl'
import { messagesOf } from '#server/messages/messages.ts'
import type { Figures } from '#server/policies/index.ts'
import { type Locale, locales } from '../../../../_ui/locale.ts'
import { figureWords } from './figures.ts'

/** The questions in the order in which sellers come upon them; each is the anchor of its answer too. */
export const questions = [
  'balance',
  'release',
  'inactive',
  'information',
  'frozen',
  'debt',
  'bind',
  'remove',
  'direct',
  'duration',
  'cost',
  'together',
] as const

export type Question = (typeof questions)[number]

/** As it is compared: width, case and the form of a sign make no difference. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/** Those whose answer names figures; the others ask no table. */
export const withFigures: ReadonlySet<Question> = new Set(['release', 'cost'])

/**
 * The answers of a language; paragraphs are lines.
 * @param figures in force; null where only answers without any are asked for
 */
export function answersIn(locale: Locale, figures: Figures | null): (question: Question) => string {
  const t = createTranslator({ locale, messages: messagesOf(locale), namespace: 'help' })
  const words = figures === null ? {} : figureWords(figures, locale)
  return (question) => t(`questions.${question}.answer`, words)
}

/**
 * The questions whose words, or their answer's, hold every word that was typed, in whichever of the languages: who reads English
 * pages may type Chinese. What the reader's own language has comes first.
 * @param query as it was typed; nothing in it finds everything
 */
export function findQuestions(query: string, locale: Locale, figures: Figures): readonly Question[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return questions
  const inLanguage = (language: Locale) => {
    const answer = answersIn(language, figures)
    return questions.filter((question) => {
      const text = plain(`${messagesOf(language).help.questions[question].question} ${answer(question)}`)
      return wanted.every((word) => text.includes(word))
    })
  }
  const own = inLanguage(locale)
  const others = new Set(locales.flatMap(inLanguage))
  return [...own, ...questions.filter((question) => others.has(question) && !own.includes(question))]
}
