import { useLocale, useTranslations } from 'next-intl'
import { dateText } from '#server/format/date.ts'
import type { QueuedCase } from '#server/identity/index.ts'
import type { Shows } from '#server/identity/review/schema.ts'
import { promisedHours } from '#server/identity/schema.ts'
import { staffPaths } from '#server/platform/paths.ts'
import { type Column, DataTable } from '../../../../_ui/data-table.tsx'
import { Link } from '../../../../_ui/link.tsx'
import { Verbatim, verbatim } from '../../../../_ui/verbatim.tsx'

type Props = {
  show: Shows
  cases: readonly QueuedCase[]
  zone: string
  /** The portal's clock, epoch milliseconds. */
  now: number
}

/** Cases in their order: of which store, with which document, since when, and who works on each or how it was decided. */
export function CaseTable({ show, cases, zone, now }: Props) {
  const t = useTranslations('identity.staff')
  const columns = useColumns(show, zone, now)
  return <DataTable caption={t(`shows.${show}`)} columns={columns} groups={[{ key: 'all', rows: cases }]} rowKey={({ id }) => id} />
}

function useColumns(show: Shows, zone: string, now: number): Column<QueuedCase>[] {
  const [t, words, locale] = [useTranslations('identity.staff'), useTranslations('identity'), useLocale()]
  const quiet = 'text-small text-soft'
  return [
    {
      key: 'store',
      header: t('columns.store'),
      phone: 'first',
      names: true,
      className: 'min-w-0',
      cell: ({ id, store }) => (
        <Link href={staffPaths.identity(id)} className="inline-flex min-h-6 break-all text-accent underline underline-offset-4">
          <Verbatim>{store}</Verbatim>
        </Link>
      ),
    },
    {
      key: 'document',
      header: t('columns.document'),
      phone: 'second',
      className: quiet,
      cell: ({ region, type }) => (
        <>
          {words(`types.${type}`)} <span className="text-faint">{words(`regions.${region}`)}</span>
        </>
      ),
    },
    {
      key: 'submitted',
      header: t('columns.submitted'),
      phone: 'third',
      className: quiet,
      cell: ({ submittedAt, state }) => (
        <>
          {dateText(submittedAt, locale, zone, 'day-and-time', now)}
          {state === 'submitted' && now - submittedAt > promisedHours * 3_600_000 ? (
            <span className="block text-bad">{t('late', { hours: promisedHours })}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'state',
      header: t(`columns.state.${show}`),
      phone: 'third-end',
      className: quiet,
      cell: (row) => <State row={row} zone={zone} now={now} />,
    },
  ]
}

/** How a case was decided and by whom; else who works on it now. */
function State({ row, zone, now }: { row: QueuedCase; zone: string; now: number }) {
  const [t, locale] = [useTranslations('identity.staff'), useLocale()]
  const { state, decidedAt, decidedName, takenName, takenUntil } = row
  const at = (instant: number, style: 'time' | 'day-and-time') => dateText(instant, locale, zone, style, now)
  if (decidedAt !== null)
    return (
      <>
        <span className="block text-ink">{t(`states.${state}`)}</span>
        {t.rich('by', { name: verbatim(decidedName ?? ''), at: at(decidedAt, 'day-and-time') })}
      </>
    )
  if (takenName !== null && takenUntil !== null && now < takenUntil)
    return t.rich('taken', { name: verbatim(takenName), at: at(takenUntil, 'time') })
  return t('free')
}
