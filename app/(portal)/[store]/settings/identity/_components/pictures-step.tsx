import { useLocale, useTranslations } from 'next-intl'
import { sizeText } from '#server/format/size.ts'
import type { ShownAttempt } from '#server/identity/index.ts'
import { type DocumentPage, pagesOf } from '#server/identity/schema.ts'
import { Button, ButtonLink } from '../../../../../_ui/button.tsx'
import { Problem } from '../../../../../_ui/form-parts.tsx'
import { pages } from '../../../_components/page-store.ts'
import { PictureChooser } from './picture-chooser.tsx'
import { pictureProblem } from './problem.ts'

type Search = Readonly<Record<string, string | string[] | undefined>>

/** A picture of each page that the document needs, and no others. Each is sent by itself, in a plain form. */
export function PicturesStep({ attempt, isDone, search }: { attempt: ShownAttempt; isDone: boolean; search: Search }) {
  const t = useTranslations('identity')
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <p className="text-small text-soft">{t('picture.hint')}</p>
      {pagesOf[attempt.type].map((page) => (
        <Picture key={page} page={page} attempt={attempt} problem={search.page === page ? pictureProblem(search.problem) : undefined} />
      ))}
      {isDone ? (
        <ButtonLink href={pages().identity({ step: 'submit' })} className="sm:justify-self-start">
          {t('picture.next')}
        </ButtonLink>
      ) : null}
    </div>
  )
}

type PictureProps = { page: DocumentPage; attempt: ShownAttempt; problem: ReturnType<typeof pictureProblem> }

function Picture({ page, attempt: { pages: kept, reasons }, problem }: PictureProps) {
  const [t, locale] = [useTranslations('identity'), useLocale()]
  const [found, reason] = [kept.find((one) => one.page === page), reasons?.pages[page]]
  return (
    <section aria-label={t(`pages.${page}`)} className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line pt-4">
      <h3 className="text-small font-semibold">{t(`pages.${page}`)}</h3>
      {found && !reason ? (
        <p className="flex flex-wrap items-center gap-x-4 text-small text-soft">
          <span>{t('picture.kept', { size: sizeText(found.bytes, locale) })}</span>
          <a
            href={pages().picture(found.file)}
            download
            className="inline-flex min-h-9 items-center text-accent underline underline-offset-4"
          >
            {t('picture.look')} <span className="sr-only">{t(`pages.${page}`)}</span>
          </a>
        </p>
      ) : null}
      {reason ? <p className="text-small text-bad">{t(`reasons.${reason}`)}</p> : null}
      {problem ? <Problem>{t(`problems.${problem}`)}</Problem> : null}
      <form
        method="post"
        encType="multipart/form-data"
        action={pages().pictureForm(page)}
        className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center"
      >
        <PictureChooser label={t(`pages.${page}`)} choose={t('picture.choose')} />
        <Button type="submit" kind="quiet">
          {t(found ? 'picture.replace' : 'picture.send')} <span className="sr-only">{t(`pages.${page}`)}</span>
        </Button>
      </form>
    </section>
  )
}
