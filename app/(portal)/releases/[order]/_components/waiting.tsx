import { useLocale, useTranslations } from 'next-intl'
import type { Release } from '#server/releases/index.ts'
import { dateText } from '../../../../_ui/format.ts'
import { Amount } from '../../../../_ui/money.tsx'
import { Swatch } from '../../../../_ui/money-bar.tsx'

/** Where the money of a line is now: how much waits, why, until when and who must act; or how it ended. */
export function Waiting({ line, zone, now }: { line: Release; zone: string; now: number }) {
  const [t, locale] = [useTranslations('releases'), useLocale()]
  const { wait, status, dueAt, late } = line
  if (!wait) {
    const end = status === 'released' || status === 'refunded' || status === 'cancelled' ? status : 'other'
    return <p className="rounded-large border border-line bg-raised px-4 py-3">{t(`order.done.${end}`)}</p>
  }
  const date = dueAt === null ? null : dateText(dueAt, locale, zone, 'day-and-weekday', now)
  return (
    <div className="grid gap-3 rounded-large border border-line bg-raised px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <p className="flex items-center gap-2 font-semibold">
          <Swatch tone={wait.bucket} />
          {t(`reasons.${wait.reason}`)}
        </p>
        <p className="font-semibold">
          <Amount amount={wait.amount} currency={line.currency} live />
          <span className="ms-1.5 text-small font-normal text-faint">{line.currency}</span>
        </p>
      </div>
      <p className="max-w-[65ch] text-soft">{t(`why.${wait.reason}`)}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-small">
        <dt className="text-faint">{t(`order.date.${wait.bucket}`)}</dt>
        <dd>{date === null ? t('undated') : late ? t('late', { date }) : date}</dd>
        <dt className="text-faint">{t('order.who')}</dt>
        <dd>{t(`who.${wait.reason}`)}</dd>
      </dl>
    </div>
  )
}
