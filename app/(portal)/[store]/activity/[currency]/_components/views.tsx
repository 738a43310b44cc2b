import { useTranslations } from 'next-intl'
import type { View } from '#server/activity/index.ts'
import { classes } from '../../../../../_ui/classes.ts'
import { Link } from '../../../../../_ui/link.tsx'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'
import { KeepForm } from './keep-form.tsx'
import { withQuery } from './list-path.ts'
import { type Query } from './query.ts'
import { keepViewAction, removeViewAction } from './view-actions.ts'
import { storeCode } from '../../../_components/page-store.ts'

type Props = { views: readonly View[]; query: Query; currency: string }

const addressOf = (view: View) => withQuery(view.currency, { filter: view.filter, place: null })

/** The view that the list shows, if it is one that was kept. */
const shown = ({ views, query, currency }: Props) =>
  views.find((view) => addressOf(view) === withQuery(currency, { ...query, place: null })) ?? null

/** What the person has kept, each a way to its list; the one that is shown can be removed. */
export function Views(props: Props) {
  const t = useTranslations('activity.views')
  const { views, currency } = props
  const here = shown(props)
  if (views.length === 0) return null
  return (
    <nav aria-label={t('title')} data-screen-only className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span className="text-small text-soft">{t('title')}</span>
      <ul className="flex min-w-0 flex-wrap gap-1.5">
        {views.map((view) => (
          <li key={view.name} className="flex max-w-full">
            <Link
              href={addressOf(view)}
              aria-current={view === here ? 'true' : undefined}
              className={classes(
                'flex min-h-9 max-w-full items-center gap-2 rounded-full border px-3 text-small',
                view === here ? 'border-ink bg-sunken font-semibold' : 'border-line text-soft hover:border-ink hover:text-ink',
              )}
            >
              <span className="truncate">
                <Verbatim>{view.name}</Verbatim>
              </span>
              {view.currency === currency ? null : <span className="text-faint">{view.currency}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {here === null ? null : (
        <form action={removeViewAction.bind(null, storeCode(), here.name)}>
          <button type="submit" className="min-h-11 px-1 text-small text-accent underline underline-offset-4 sm:min-h-9">
            {t('remove')}
          </button>
        </form>
      )}
    </nav>
  )
}

/** Keeps the filter in force under a name, unless it is kept already. */
export function KeepView(props: Props) {
  const t = useTranslations('activity.views')
  const { query, currency } = props
  if (shown(props) !== null) return null
  return (
    <details data-screen-only className="open:w-full">
      <summary className="inline-flex min-h-11 list-none items-center px-1 text-small text-accent underline underline-offset-4 [&::-webkit-details-marker]:hidden">
        {t('keep')}
      </summary>
      <KeepForm
        key={withQuery(currency, query)}
        action={keepViewAction.bind(null, { store: storeCode(), currency, filter: query.filter })}
        words={{ name: t('name'), hint: t('hint'), submit: t('submit') }}
      />
    </details>
  )
}
