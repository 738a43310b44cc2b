import { useTranslations } from 'next-intl'
import type { Entry } from '#server/activity/index.ts'
import { Icon } from '../../../_ui/icons.tsx'
import { Swatch } from '../../../_ui/money-bar.tsx'
import { isShown } from './buckets.ts'

/** From one bucket to another, in their colours. */
export function Route({ entry }: { entry: Entry }) {
  const t = useTranslations('activity')
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <BucketName bucket={entry.from} />
      <span className="inline-flex items-baseline gap-x-1.5">
        <Icon name="right" className="size-3.5 self-center" />
        <span className="sr-only">{t('to')}</span>
        <BucketName bucket={entry.to} />
      </span>
    </span>
  )
}

function BucketName({ bucket }: { bucket: Entry['from'] }) {
  const t = useTranslations('ledger.buckets')
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      {isShown(bucket) ? <Swatch tone={bucket} className="size-2" /> : null}
      {t(bucket)}
    </span>
  )
}
