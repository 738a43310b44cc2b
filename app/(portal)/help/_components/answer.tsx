import { useTranslations } from 'next-intl'
import type { Question } from './questions.ts'

/** An answer, a paragraph a line of the message. */
export function Answer({ question }: { question: Question }) {
  const t = useTranslations('help')
  const paragraphs = t(`questions.${question}.answer`).split('\n')
  return paragraphs.map((paragraph) => (
    <p key={paragraph} className="max-w-[68ch] text-soft">
      {paragraph}
    </p>
  ))
}
