import { useLocale } from 'next-intl'
import { type DateStyle, dateText } from '#server/format/date.ts'

/** A date or time in the seller's zone; the machine-readable instant goes with it. */
export function DateTime({
  at,
  zone,
  form,
  now = at,
  className,
}: {
  at: number
  zone: string
  form: DateStyle
  now?: number
  className?: string
}) {
  return (
    <time dateTime={new Date(at).toISOString()} className={className}>
      {dateText(at, useLocale(), zone, form, now)}
    </time>
  )
}
