import { useLocale, useTranslations } from 'next-intl'
import { dateText } from '#server/format/date.ts'
import { staffPaths } from '#server/platform/paths.ts'
import type { QueuedRequest } from '#server/requests/index.ts'
import { Zone } from '../../../../../_components/zone.tsx'
import { Icon } from '../../../../../_ui/icons.tsx'
import { Link } from '../../../../../_ui/link.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { verbatim } from '../../../../../_ui/verbatim.tsx'

/** For which order a request is, how much waits of it now, and who asked when; with the way back to the queue. */
export function Head({ request, zone }: { request: QueuedRequest; zone: string }) {
  const [t, locale] = [useTranslations('staff.requests'), useLocale()]
  const { askedName, askedAt, asOf, currency, orderId, pending } = request
  return (
    <div className="grid gap-1">
      <Link
        data-screen-only
        href={staffPaths.requests()}
        className="inline-flex min-h-11 items-center gap-1 justify-self-start text-accent underline underline-offset-4"
      >
        <Icon name="back" className="size-4" />
        {t('one.back')}
      </Link>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1 className="text-title break-all">{t.rich('one.heading', { id: verbatim(orderId) })}</h1>
        <p className="flex items-baseline gap-2">
          <span className="text-small text-soft">{t('one.pending')}</span>
          <Amount amount={pending} currency={currency} className="text-title font-semibold" />
          <span className="text-small text-faint">{currency}</span>
        </p>
      </div>
      <div className="flex flex-wrap justify-between gap-x-6 text-small text-faint">
        <p>{t.rich('one.asked', { name: verbatim(askedName), at: dateText(askedAt, locale, zone, 'day-and-time', asOf) })}</p>
        <Zone zone={zone} at={asOf} />
      </div>
    </div>
  )
}
