import { useTranslations } from 'next-intl'
import type { MovementDetail } from '#server/activity/index.ts'
import { Amount } from '../../../../../_ui/money.tsx'
import { Swatch } from '../../../../../_ui/money-bar.tsx'
import { ActivityTable } from '../../../_components/activity-table.tsx'

/** All entries of an order, the newest first as everywhere, and what they come to together. */
export function Related({ detail, zone }: { detail: MovementDetail; zone: string }) {
  const t = useTranslations('activity.detail')
  const names = useTranslations('ledger.buckets')
  const { entry, related, together } = detail
  const { currency } = entry
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ActivityTable caption={t('relatedTitle')} entries={related.toReversed()} zone={zone} now={0} />
      <section aria-label={t('together')} className="ms-auto w-full max-w-md">
        <h3 className="text-body">{t('together')}</h3>
        <dl>
          {together.buckets.map(({ bucket, amount }) => (
            <div key={bucket} className="flex items-baseline justify-between gap-4 py-1.5">
              <dt className="inline-flex items-baseline gap-1.5 text-soft">
                <Swatch tone={bucket} className="size-2" />
                {names(bucket)}
              </dt>
              <dd>
                <Amount amount={amount} currency={currency} signed="always" />
              </dd>
            </div>
          ))}
          <div className="flex items-baseline justify-between gap-4 border-t border-ink/70 py-1.5 font-semibold">
            <dt>{t('togetherTotal')}</dt>
            <dd>
              <Amount amount={together.total} currency={currency} signed="always" />
            </dd>
          </div>
        </dl>
      </section>
    </div>
  )
}
