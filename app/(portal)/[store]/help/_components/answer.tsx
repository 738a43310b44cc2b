import { getLocale } from 'next-intl/server'
import { figuresInForce } from './figures.ts'
import { answersIn, type Question, withFigures } from './questions.ts'

/** An answer, a paragraph a line of the message. */
export async function Answer({ question }: { question: Question }) {
  const [locale, figures] = await Promise.all([getLocale(), withFigures.has(question) ? figuresInForce() : null])
  return answersIn(
    locale,
    figures,
  )(question)
    .split('\n')
    .map((paragraph) => (
      <p key={paragraph} className="max-w-[68ch] text-soft">
        {paragraph}
      </p>
    ))
}
