import { useLocale, useTranslations } from 'next-intl'
import type { ReleaseTerm } from '#server/orders/index.ts'
import type { Release } from '#server/releases/index.ts'
import { dateText } from '#server/format/date.ts'
import { Amount } from '../../../../../_ui/money.tsx'
import { Swatch } from '../../../../../_ui/money-bar.tsx'
import { ReasonRule } from '../../../_components/reason-rule.tsx'

type Props = { line: Release; term: ReleaseTerm; zone: string; now: number }

/** Where the money of a line is now: how much waits, why, until when and who must act; or how it ended. */
export function Waiting({ line, term, zone, now }: Props) {
  const [t, locale] = [useTranslations('releases'), useLocale()]
  const { wait, status, dueAt, late, holdUntil } = line
  if (!wait) {
    const end = status === 'released' || status === 'refunded' || status === 'cancelled' ? status : 'other'
    return <p className="rounded-large border border-line bg-raised px-4 py-3">{t(`order.done.${end}`)}</p>
  }
  const day = (at: number) => dateText(at, locale, zone, 'day-and-weekday', now)
  return (
    <div className="grid gap-3 rounded-large border border-line bg-raised px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <p className="flex items-center gap-2 font-semibold">
          <Swatch tone={wait.bucket} />
          {t(`reasons.${wait.reason}.title`)}
        </p>
        <p className="font-semibold">
          <Amount amount={wait.amount} currency={line.currency} live />
          <span className="text-small font-normal text-faint"> {line.currency}</span>
        </p>
      </div>
      <ReasonRule reason={wait.reason} term={term} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-small">
        <dt className="text-faint">{t(`order.date.${wait.bucket}`)}</dt>
        <dd>{dueAt === null ? t('undated') : late ? t('late', { date: day(dueAt) }) : day(dueAt)}</dd>
        {holdUntil === null ? null : (
          <>
            <dt className="text-faint">{t('order.date.hold')}</dt>
            <dd>{day(holdUntil)}</dd>
          </>
        )}
        <dt className="text-faint">{t('order.next')}</dt>
        <dd>{t(`acts.${wait.acts}`)}</dd>
      </dl>
    </div>
  )
}
