import { useTranslations } from 'next-intl'
import { Icon } from '../../../_ui/icons.tsx'
import { Link } from '../../../_ui/link.tsx'
import { Answer } from '../help/_components/answer.tsx'
import type { Question } from '../help/_components/questions.ts'
import { pages } from './page-store.ts'

/** A question answered where it arises, in the words of the help page. */
export function Why({ question }: { question: Question }) {
  const t = useTranslations('help')
  return (
    <details data-screen-only className="group">
      <summary className="inline-flex min-h-11 list-none items-center gap-1.5 text-small text-soft hover:text-ink [&::-webkit-details-marker]:hidden">
        <span className="underline underline-offset-4">{t(`questions.${question}.question`)}</span>
        <Icon name="down" className="size-4 group-open:rotate-180" />
      </summary>
      <div className="grid gap-2 rounded-large border border-line bg-raised px-4 py-3 text-small">
        <Answer question={question} />
        <Link
          href={pages().help(undefined, question)}
          className="inline-flex min-h-11 items-center justify-self-start text-accent underline underline-offset-4"
        >
          {t('more')}
        </Link>
      </div>
    </details>
  )
}
