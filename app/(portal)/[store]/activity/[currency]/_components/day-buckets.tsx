import { useTranslations } from 'next-intl'
import type { DayPage } from '#server/activity/index.ts'
import { isZero, negated } from '#server/money/index.ts'
import { type Column, DataTable } from '../../../../../_ui/data-table.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { Swatch } from '../../../../../_ui/money-bar.tsx'

type Row = DayPage['buckets'][number]

/** Each bucket over the day, and the total: opening + in − out = closing. */
export function DayBuckets({ page, currency, caption }: { page: DayPage; currency: string; caption: string }) {
  return (
    <DataTable
      caption={caption}
      columns={useColumns(currency)}
      groups={[{ key: 'all', rows: page.buckets }]}
      rowKey={(row) => row.bucket}
    />
  )
}

function useColumns(currency: string): Column<Row>[] {
  const t = useTranslations('activity.day.columns')
  const ledger = useTranslations('ledger')
  const flow = (row: Row, name: 'in' | 'out') => (
    <Amount amount={name === 'out' ? negated(row.out) : row[name]} currency={currency} signed="always" />
  )
  const desk = { align: 'end', phone: 'none', className: 'text-soft' } as const
  return [
    {
      key: 'bucket',
      header: t('bucket'),
      names: true,
      phone: 'first',
      cell: ({ bucket }) =>
        bucket === 'total' ? (
          <strong>{ledger('total')}</strong>
        ) : (
          <span className="inline-flex items-baseline gap-1.5">
            <Swatch tone={bucket} className="size-2" />
            {ledger(`buckets.${bucket}`)}
          </span>
        ),
    },
    { key: 'opening', header: t('opening'), ...desk, cell: (row) => <Amount amount={row.opening} currency={currency} /> },
    { key: 'in', header: t('in'), ...desk, cell: (row) => flow(row, 'in') },
    { key: 'out', header: t('out'), ...desk, cell: (row) => flow(row, 'out') },
    {
      key: 'closing',
      header: t('closing'),
      align: 'end',
      phone: 'first-end',
      className: 'font-semibold',
      cell: (row) => <Amount amount={row.closing} currency={currency} />,
    },
    {
      key: 'phone',
      header: t('opening'),
      phone: 'second',
      className: 'text-small text-soft sm:hidden',
      cell: (row) => (
        <dl className="flex flex-wrap justify-between gap-x-3">
          <div className="flex gap-1">
            <dt>{t('opening')}</dt>
            <dd>
              <Amount amount={row.opening} currency={currency} />
            </dd>
          </div>
          {(['in', 'out'] as const).map((name) =>
            isZero(row[name]) ? null : (
              <div key={name} className="flex gap-1">
                <dt className="sr-only">{t(name)}</dt>
                <dd>{flow(row, name)}</dd>
              </div>
            ),
          )}
        </dl>
      ),
    },
  ]
}
