import { useLocale, useTranslations } from 'next-intl'
import type { LineRequest } from '#server/requests/index.ts'
import { ButtonLink } from '../../../../../_ui/button.tsx'
import { dateText } from '#server/format/date.ts'
import { Link } from '../../../../../_ui/link.tsx'
import { pages } from '../../../_components/page-store.ts'
import { RequestAnswer, RequestState } from '../../../../../_components/request-state.tsx'

type Props = { orderId: string; line: LineRequest; may: boolean; zone: string }

/** What became of the newest request for a line's release, and the way to the form where one may be made. */
export function Asking({ orderId, line: { lineId, request, can }, may, zone }: Props) {
  const [t, locale] = [useTranslations('requests'), useLocale()]
  const asks = may && can.ask.ok
  if (!request && !asks) return null
  return (
    <div className="grid gap-3">
      {request ? (
        <div className="grid gap-2 rounded-large border border-line bg-raised px-4 py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <span className="font-semibold">{t('new.title')}</span>
            <RequestState decision={request.decision} />
          </p>
          <p className="text-small text-soft">{t('askedAt', { at: dateText(request.askedAt, locale, zone, 'day-and-time') })}</p>
          <RequestAnswer request={request} zone={zone} />
          <Link
            data-screen-only
            href={pages().requests({ at: request.id }, request.id)}
            className="inline-flex min-h-11 items-center justify-self-start text-accent underline underline-offset-4"
          >
            {t('see')}
          </Link>
        </div>
      ) : null}
      {asks ? (
        <p data-screen-only>
          <ButtonLink kind="quiet" href={pages().newRequest({ order: orderId, line: lineId })} className="max-sm:w-full">
            {t('new.title')}
          </ButtonLink>
        </p>
      ) : null}
    </div>
  )
}
