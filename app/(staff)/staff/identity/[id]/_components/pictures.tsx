import { useLocale, useTranslations } from 'next-intl'
import { sizeText } from '#server/format/size.ts'
import type { Case } from '#server/identity/index.ts'
import { pagesOf } from '#server/identity/schema.ts'
import { staffPaths } from '#server/platform/paths.ts'

/** The pictures in place, and to be saved; each that is looked at is a line of the audit trail. */
export function Pictures({ id, pages, type }: Pick<Case, 'id' | 'pages' | 'type'>) {
  const [t, words, locale] = [useTranslations('identity.staff.one'), useTranslations('identity.pages'), useLocale()]
  if (pages.length === 0) return <p className="text-small text-soft">{t('noPictures')}</p>
  const inOrder = pagesOf[type].flatMap((page) => pages.find((one) => one.page === page) ?? [])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {inOrder.map(({ page, file, bytes }) => {
          const [address, alt] = [staffPaths.picture(file, id), t('pictureAlt', { page: words(page) })]
          return (
            <li key={page} className="grid grid-cols-[minmax(0,1fr)] overflow-hidden rounded-large border border-line bg-raised">
              {/* oxlint-disable-next-line nextjs/no-img-element -- Next's own would keep a copy of what only this person may see */}
              <img src={address} alt={alt} className="max-h-[32rem] w-full bg-sunken object-contain" />
              <p className="flex flex-wrap items-center justify-between gap-x-4 px-4 py-1 text-small">
                <span className="text-soft">
                  {words(page)} · {sizeText(bytes, locale)}
                </span>
                <a href={address} download className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
                  {t('download')} <span className="sr-only">{alt}</span>
                </a>
              </p>
            </li>
          )
        })}
      </ul>
      <p className="text-small text-faint">{t('seen')}</p>
    </div>
  )
}
