import { useTranslations } from 'next-intl'
import { presets, statuses } from '#server/activity/index.ts'
import { type MovementKind, movementRules } from '#server/ledger/index.ts'
import { Button } from '../../../../../_ui/button.tsx'
import { classes } from '../../../../../_ui/classes.ts'
import { Field } from '../../../../../_ui/field.tsx'
import { Icon } from '../../../../../_ui/icons.tsx'
import { Link } from '../../../../../_ui/link.tsx'
import { withQuery } from './list-path.ts'
import { changed, type Query, type Unread } from './query.ts'
import { pages } from '../../../_components/page-store.ts'

type Parts = { query: Query; unread: Unread; today: string }

/** Which rows to show: days by one press, the rest by a form that is an address, so it works without script and can be shared. */
export function Filters({ query, unread, currency, today, kinds }: Parts & { currency: string; kinds: readonly MovementKind[] }) {
  const t = useTranslations('activity.filter')
  const { bucket, period, reference, status, kinds: chosen } = query.filter
  return (
    <search data-screen-only className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Days query={query} currency={currency} />
      {/* The key makes a new form of another address: what was typed and not sent doesn't stay behind. */}
      <form key={withQuery(currency, query, unread)} action={pages().activity(currency)} className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {bucket === null ? null : <input type="hidden" name="bucket" value={bucket} />}
        {typeof period === 'string' ? <input type="hidden" name="period" value={period} /> : null}
        <div className="flex items-end gap-2">
          <Field
            type="search"
            name="ref"
            label={t('reference')}
            defaultValue={reference ?? unread.ref?.[0] ?? ''}
            error={unread.ref ? t('unreadHere') : null}
            maxLength={128}
            autoCapitalize="off"
            spellCheck={false}
            className="min-w-0 flex-1 sm:max-w-md"
          />
          <Button type="submit" kind="quiet">
            {t('find')}
          </Button>
        </div>
        <details open={(unread.least ?? unread.most) !== undefined} className="rounded-large border border-line">
          <summary className="flex min-h-11 items-center gap-2 px-4 marker:content-none">
            <Icon name="settings" />
            {t('more')}
            <Icon name="down" className="ms-auto size-4 text-faint" />
          </summary>
          <div className="grid gap-5 px-4 pt-1 pb-4">
            <Bounds query={query} unread={unread} today={today} />
            <Statuses chosen={status} />
            <Types kinds={kinds} chosen={chosen} />
            <div>
              <Button type="submit">{t('apply')}</Button>
            </div>
          </div>
        </details>
      </form>
    </search>
  )
}

function Days({ query, currency }: { query: Query; currency: string }) {
  const t = useTranslations('activity.filter')
  return (
    <nav aria-label={t('dates')}>
      <ul className="flex flex-wrap gap-1.5">
        {[null, ...presets].map((period) => {
          const name = period ?? 'all'
          const pressed = query.filter.period === period
          return (
            <li key={name}>
              <Link
                href={withQuery(currency, changed(query, { period }))}
                aria-current={pressed ? 'true' : undefined}
                className={classes(
                  'flex min-h-9 items-center rounded-full border px-3 text-small',
                  pressed ? 'border-ink bg-sunken font-semibold' : 'border-line text-soft hover:border-ink hover:text-ink',
                )}
              >
                {t(`periods.${name}`)}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function Bounds({ query, unread, today }: Parts) {
  const t = useTranslations('activity.filter')
  const { period } = query.filter
  const own = typeof period === 'string' ? null : period
  const amount = (name: 'least' | 'most') => (
    <Field
      name={name}
      label={t(name)}
      defaultValue={query.filter[name] ?? unread[name]?.[0] ?? ''}
      error={unread[name] ? t('unreadHere') : null}
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
    />
  )
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 xl:grid-cols-4">
      <Field type="date" name="from" label={t('from')} defaultValue={own?.from ?? ''} min="2000-01-01" max={today} />
      <Field type="date" name="to" label={t('to')} defaultValue={own?.to ?? ''} min="2000-01-01" max={today} />
      {amount('least')}
      {amount('most')}
    </div>
  )
}

/** The types that the book has or that are chosen, each with what it means. */
function Types({ kinds, chosen }: { kinds: readonly MovementKind[]; chosen: readonly MovementKind[] }) {
  const t = useTranslations('activity')
  const offered = movementRules.flatMap(({ kind }) => (kinds.includes(kind) || chosen.includes(kind) ? kind : []))
  if (offered.length === 0) return null
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="text-small font-semibold">{t('filter.types')}</legend>
      <div className="grid gap-x-6 sm:grid-cols-2 xl:grid-cols-3">
        {offered.map((kind) => (
          <label key={kind} className="flex min-h-11 items-start gap-3 py-2">
            <input
              type="checkbox"
              name="type"
              value={kind}
              defaultChecked={chosen.includes(kind)}
              className="mt-0.5 size-5 shrink-0 accent-accent"
            />
            <span className="grid">
              {t(`kinds.${kind}`)}
              <span className="text-small text-soft">{t(`kindHints.${kind}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Where what an entry belongs to stands now, each with what it means. */
function Statuses({ chosen }: { chosen: Query['filter']['status'] }) {
  const t = useTranslations('activity')
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="text-small font-semibold">{t('filter.status')}</legend>
      <div className="grid gap-x-6 sm:grid-cols-2 xl:grid-cols-4">
        {(['any', ...statuses] as const).map((status) => (
          <label key={status} className="flex min-h-11 items-start gap-3 py-2">
            <input
              type="radio"
              name="status"
              value={status === 'any' ? '' : status}
              defaultChecked={(chosen ?? 'any') === status}
              className="mt-0.5 size-5 shrink-0 accent-accent"
            />
            <span className="grid">
              {t(`statuses.${status}`)}
              <span className="text-small text-soft">{t(`statusHints.${status}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
