import { messagesOf } from '#server/messages/messages.ts'
import { type Locale, locales } from '../../../_ui/locale.ts'

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

/**
 * The questions whose words, or their answer's, hold every word that was typed, in whichever of the languages: who reads English
 * pages may type Chinese. What the reader's own language has comes first.
 * @param query as it was typed; nothing in it finds everything
 */
export function findQuestions(query: string, locale: Locale): readonly Question[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return questions
  const holds = (question: Question, language: Locale) => {
    const entry = messagesOf(language).help.questions[question]
    const text = plain(`${entry.question} ${entry.answer}`)
    return wanted.every((word) => text.includes(word))
  }
  const own = questions.filter((question) => holds(question, locale))
  const others = questions.filter((question) => !own.includes(question) && locales.some((language) => holds(question, language)))
  return [...own, ...others]
}
